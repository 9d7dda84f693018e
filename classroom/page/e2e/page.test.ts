// A tour of the page in a real browser, by mouse and by keyboard.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { cutOff, kitFolder, shoot, stumbles } from "./browser.ts";
import { pressAll } from "./press-all.ts";
import { visiting } from "./visit.ts";

/** The buttons that every view has, by their words. Those of the operations, and of runs, have tests of their own. */
const buttons: readonly string[] = [
  "@daily every day",
  "@monthly every month",
  "Changes",
  "Close",
  "Code",
  "Compare from here",
  "Content",
  "End comparing",
  "Files N",
  "Give me a hint",
  "Instructor",
  "Keys",
  "Lineage",
  "Log",
  "Mails N",
  "N * * * * every quarter of an hour",
  "N N * * N at six, Monday to Friday",
  "N every third day",
  "Next event",
  "Play",
  "Previous event",
  "Side by side",
  "To the beginning",
  "To the latest",
  "Zoom in",
  "Zoom out",
  "cell",
  "link in Tries",
  "link in audit",
  "link in inspector-head",
  "list-item",
  "node",
  "run-name",
];

const visit = visiting({ patience: 40_000, hearsConsole: true });
let page: Page;

async function open(hash: string, options?: BrowserContextOptions): Promise<void> {
  page = await visit.open(hash, options);
}

const button = (name: string | RegExp) => page.getByRole("button", { name });

async function runHere(): Promise<void> {
  await button(/^Run/).and(page.locator("[type=submit]")).click();
  await page.getByText(/^Done in /).waitFor();
}

test("the course lists each lesson by its title, and the page is titled by what it shows", async () => {
  await open("");
  await page.getByRole("link", { name: /08 Dated paths/ }).waitFor();
  expect(await page.title()).toBe("Daglings classroom");
  await page.getByRole("link", { name: /08 Dated paths/ }).click();
  await page.getByRole("heading", { name: "08 Dated paths" }).waitFor();
  expect(await page.title()).toBe("08 Dated paths · Daglings classroom");
});

test("what changed since the last lesson is marked, in the code, line by line, and side by side", async () => {
  await open("#/lesson/08_templated_path/code");
  await page.getByText("6 lines added, 6 lines removed").waitFor();
  expect(await page.locator(".line.added").count()).toBe(6);
  await button("Changes").click();
  expect(await page.locator(".line.removed").count()).toBe(6);
  await button("Side by side").click();
  await page.locator(".sides").waitFor();
  expect(page.url()).toContain("way=sides");
  await page.getByLabel("File").selectOption("fixed-input");
  await page.getByText("variants/fixed-input.ts").first().waitFor();
});

test("time is turned back: the page is as it was at any moment, and its address says which", async () => {
  await open("#/lesson/08_templated_path/run");
  await runHere();
  const runs = page.locator("li.run");
  expect(await runs.count()).toBe(5);
  await button("To the beginning").click();
  await page.getByText("You are looking at the past.").waitFor();
  expect(await runs.count()).toBe(0);
  const scrubber = page.getByRole("slider", { name: "Turn back time" });
  await scrubber.focus();
  for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowRight");
  expect(await runs.count()).toBeGreaterThan(0);
  expect(await runs.count()).toBeLessThan(5);
  const then = await page.locator(".runs-list").innerText();
  await page.waitForURL(/at=\d+/);
  // A neighbour who opens the address sees the same.
  const neighbour = await page.context().newPage();
  await neighbour.goto(page.url());
  await neighbour.getByText("You are looking at the past.").waitFor();
  expect(await neighbour.locator(".runs-list").innerText()).toBe(then);
  await button("To the latest").click();
  expect(await runs.count()).toBe(5);
});

test("the address says which moment is seen before it can be copied", async () => {
  await open("#/lesson/02_daily_schedule/run");
  await runHere();
  const moments = await page.evaluate(async () => {
    const momentAfter = async (key: string) => {
      dispatchEvent(new KeyboardEvent("keydown", { key }));
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
      return Number(new URLSearchParams(location.hash.split("?")[1]).get("at") ?? NaN);
    };
    return [await momentAfter("Home"), await momentAfter("ArrowRight"), await momentAfter("End")];
  });
  expect(moments).toEqual([0, expect.toSatisfy((moment: number) => moment > 0), NaN]);
});

test("a newcomer finds out why run 2019-01-03 of fixed-input may hold the wrong day", async () => {
  await open("#/lesson/08_templated_path/run");
  await page.getByRole("combobox", { name: "What" }).selectOption("fixed-input");
  await page.getByText("Wrong on purpose.").waitFor();
  await runHere();
  await button(/2019-01-03$/)
    .first()
    .click();
  // The command asks for the right day …
  await page.locator(".came-to", { hasText: "start_date=2019-01-03&end_date=2019-01-04" }).waitFor();
  // … but its input is a file that has no date in its name, and that others write too.
  await page.locator(".came-to", { hasText: /^data\/events\.json$/ }).waitFor();
  await page.getByRole("button", { name: /^data\/events\.json/ }).click();
  await page.getByRole("list", { name: "Versions of data/events.json" }).waitFor();
  expect(
    await page.getByRole("list", { name: "Versions of data/events.json" }).getByRole("button").count(),
  ).toBeGreaterThan(2);
  await page
    .getByText(/fetch_events of 2019-01-0/)
    .first()
    .waitFor();
  await shoot(page, "why-fixed-input");
});

test("a run shows its tries with their logs, and what happened to it", async () => {
  await open("#/lesson/11_atomic_send/run");
  await runHere();
  await button(/2019-01-02$/)
    .first()
    .click();
  await button("send_stats").last().click();
  await page.getByText("2019-01-02 › send_stats").or(page.getByText("› send_stats")).first().waitFor();
  await page
    .getByText(/451|busy/)
    .first()
    .waitFor();
  await page
    .getByRole("searchbox", { name: /Search the log/ })
    .first()
    .fill("nothing has this");
  await page.getByText(/^0 of /).waitFor();
  await page.getByText(/^What happened:/).click();
  expect(await page.locator(".audit li").count()).toBeGreaterThan(4);
  await page.getByRole("tab", { name: /Mails 5/ }).click();
  await button(/Stats of 2019-01-01/).click();
  await page.getByRole("heading", { name: "Stats of 2019-01-01" }).waitFor();
});

test("what a run has counted is a chart, over the files of all its days", async () => {
  await open("#/lesson/08_templated_path/run?file=data%2Fstats%2F2019-01-03.csv&show=chart");
  await runHere();
  await page.getByRole("tab", { name: /Files/ }).click();
  await button(/stats\/2019-01-03\.csv/).click();
  await button("Chart").click();
  await page.getByRole("img", { name: /2019-01-03.csv: .*, 5 instants from 2019-01-01 00:00/ }).waitFor();
  await page.locator(".chart canvas").waitFor();
  expect(page.url()).toContain("show=chart");
  await button("Content").click();
  await page.locator("table.data").waitFor();
});

test("a file is followed back to the request that it came from", async () => {
  await open("#/lesson/08_templated_path/run");
  await runHere();
  await button(/stats\/2019-01-03\.csv/).click();
  await button("Lineage").click();
  const before = page.getByRole("list", { name: "What data/stats/2019-01-03.csv was made from" });
  await before.getByText("start_date=2019-01-03").first().waitFor();
  await before
    .getByRole("button", { name: /^fetch_events of/ })
    .first()
    .click();
  await page.waitForURL(/task=fetch_events/);
  await before.getByRole("button", { name: "data/events/2019-01-03.json" }).click();
  await page.getByRole("list", { name: "Where data/events/2019-01-03.json came from" }).waitFor();
});

test("an instructor goes from difference to difference, and has the lesson's handout", async () => {
  await open("#/lesson/08_templated_path/code");
  await button("Instructor").click();
  await page.getByRole("link", { name: "what changes in 09 →" }).click();
  await page.waitForURL(/09_no_catchup.*way=changes/);
  await page.locator(".line.added").first().waitFor();
  const opened = page.context().waitForEvent("page");
  await page.getByRole("link", { name: "Handout" }).click();
  const handout = await opened;
  await handout.getByRole("heading", { name: /09/ }).first().waitFor();
  await button("Instructor").click();
});

test("two moments are compared", async () => {
  await open("#/lesson/02_daily_schedule/run");
  await runHere();
  await button("To the beginning").click();
  await button("Compare from here").click();
  await button("To the latest").click();
  await page.getByText(/5 runs made/).waitFor();
  await button("End comparing").click();
});

test("it plays, it pauses, and it can be operated by keyboard alone", async () => {
  await open("#/lesson/02_daily_schedule/text");
  await page.getByRole("heading", { name: /02/ }).waitFor();
  await page.keyboard.press("3");
  await page.getByText("Press Run").waitFor();
  await page.keyboard.press("r");
  await page.getByText(/^Done in /).waitFor();
  await page.keyboard.press("Home");
  await page.getByText("You are looking at the past.").waitFor();
  await page.keyboard.press(" ");
  await button("Pause").waitFor();
  await page.keyboard.press(" ");
  await button("Play").waitFor();
  await page.keyboard.press("End");
  await page.locator("button.run-name").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.waitForURL(/dagrun=\d/);
  await page.keyboard.press("m");
  await page.waitForURL(/mark=\d/);
  await page.keyboard.press("?");
  await page.getByRole("heading", { name: "Keys" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("i");
  await page.locator("html.instructor").waitFor();
  await page.keyboard.press("]");
  await page.getByRole("heading", { name: /^03/ }).waitFor();
});

test("a key does its work from the moment that its view is there", async () => {
  await open("#/lesson/02_daily_schedule/text");
  await page.getByRole("heading", { name: /02/ }).waitFor();
  await page.evaluate(() => {
    const press = (key: string) => dispatchEvent(new KeyboardEvent("keydown", { key }));
    new MutationObserver((_, observer) => {
      if (!document.body.textContent.includes("Press Run")) return;
      observer.disconnect();
      press("r");
    }).observe(document.body, { childList: true, subtree: true });
    press("3");
  });
  await page.getByText(/^Done in /).waitFor();
});

test("the list of keys opens and closes before another press can come", async () => {
  await open("");
  await button("Keys").waitFor();
  const seen = await page.evaluate(async () => {
    const openAfter = async (name: string) => {
      [...document.querySelectorAll("button")].find((each) => each.textContent.trim() === name)?.click();
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
      return document.querySelector("#help[open]") !== null;
    };
    return [await openAfter("?"), await openAfter("Close"), await openAfter("?"), await openAfter("Close")];
  });
  expect(seen).toEqual([true, false, true, false]);
});

test("a script's output is shown where there is no DAG", async () => {
  await open("#/lesson/00_regular_script/run");
  await runHere();
  await button(/^data\/stats\.csv/).click();
  await page.getByRole("columnheader").first().getByRole("button").click();
  await page.locator("th[aria-sort=ascending]").waitFor();
});

test("what a task leaves is text, whatever it says", async () => {
  const evil = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
  mkdirSync(join(visit.room.work, "08_templated_path"), { recursive: true });
  const lesson = readFileSync(join(kitFolder, "lessons/08_templated_path/dag.ts"), "utf8");
  const hostile = `import { mkdirSync, writeFileSync } from "node:fs";
${lesson.replace(
  "writeStats(outputPath, stats);",
  `writeStats(outputPath, stats);
    console.log(${JSON.stringify(evil)});
    mkdirSync("data", { recursive: true });
    writeFileSync("data/<b onclick=x>.csv", ${JSON.stringify(`${evil},b\n"${evil.replaceAll('"', '""')}",=1+1\n`)});
    writeFileSync("data/evil.json", JSON.stringify([${JSON.stringify(evil)}]));`,
)}`;
  writeFileSync(join(visit.room.work, "08_templated_path/dag.ts"), hostile);
  await open("#/lesson/08_templated_path/run?variant=own");
  await runHere();
  await button(/onclick=x/).click();
  await page.locator("table.data td", { hasText: "<script>" }).first().waitFor();
  await button(/evil\.json/).click();
  await page.locator(".json", { hasText: "<script>" }).waitFor();
  await button(/2019-01-02$/)
    .first()
    .click();
  await button("calculate_stats").last().click();
  await page.locator("pre.log", { hasText: "<script>" }).waitFor();
  expect(await page.title()).toContain("Dated paths");
  expect(await page.locator("img").count()).toBe(0);
});

test("a mail is text, and what its HTML brings along does nothing", async () => {
  const evil = `<script>top.document.title='owned'</script><img src=x onerror="top.document.title='owned'">`;
  mkdirSync(join(visit.room.work, "11_atomic_send"), { recursive: true });
  const lesson = readFileSync(join(kitFolder, "lessons/11_atomic_send/dag.ts"), "utf8");
  const mail = `{ to: email, subject: ${JSON.stringify(evil)}, text: ${JSON.stringify(evil)}, html: ${JSON.stringify(`${evil}<p>harmless</p>`)} }`;
  const hostile = lesson
    .replace(/await emailStats\([^;]*;/, `await sendMail(${mail});`)
    .replace("emailStats, ", "")
    .replace('} from "@daglings/engine";', ', sendMail } from "@daglings/engine";');
  writeFileSync(join(visit.room.work, "11_atomic_send/dag.ts"), hostile);
  await open("#/lesson/11_atomic_send/run?variant=own&panel=mails");
  await runHere();
  await page.locator(".list-item", { hasText: "<script>" }).first().click();
  await page.getByRole("heading", { name: evil }).waitFor();
  await page.frameLocator("iframe").getByText("harmless").waitFor();
  await button("As text").click();
  await page.locator("pre.log", { hasText: "<script>" }).waitFor();
  expect(await page.title()).toMatch(/^11 /);
  // The frame's policy has refused its script and its picture.
  visit.forgive(/sandboxed|Content Security Policy/);
});

test("your own version is checked, and again when it is saved; hints come rung by rung", async () => {
  await open("#/lesson/01_unscheduled/check");
  await button("Begin lesson 01").click();
  await page.getByText(/passes \d+ of/).waitFor({ timeout: 60_000 });
  await page.locator(".verdict.fail, .verdict.error").first().waitFor();
  await button("Give me a hint").click();
  await page.getByText("Hint 1 of").waitFor();
  await button("Say more").click();
  await page.getByText("Hint 2 of").waitFor();
  const file = join(visit.room.work, "01_unscheduled/dag.ts");
  writeFileSync(file, readFileSync(join(kitFolder, "lessons/01_unscheduled/dag.ts"), "utf8"));
  await page.getByText("passes all its checks").waitFor({ timeout: 60_000 });
});

test("when the classroom cannot be reached, the page says so", async () => {
  await open("");
  await page.getByRole("link", { name: /08 Dated paths/ }).waitFor();
  await page.context().setOffline(true);
  await page.getByRole("link", { name: /08 Dated paths/ }).click();
  await page
    .getByText(/does not answer/)
    .first()
    .waitFor();
  await page.context().setOffline(false);
  await button("Load again").click();
  await page.getByRole("heading", { name: "08 Dated paths" }).waitFor();
  visit.forgive(/ERR_INTERNET_DISCONNECTED/);
});

test("a run that is cut off says so, catches up, and is stopped", async () => {
  await open("#/lesson/14_binance_calculate_daily/run");
  await page.route("**/entries", cutOff);
  await button(/^Run/).and(page.locator("[type=submit]")).click();
  const isLost = page.getByText("As soon as it does, the page catches up.");
  await isLost.waitFor();
  await page.unroute("**/entries");
  await isLost.waitFor({ state: "detached" });
  await button("Stop").click();
  await page.getByText(/^Stopped in /).waitFor();
});

test("what is searched for is in the address", async () => {
  await open("#/lesson/08_templated_path/run?find=stats");
  await runHere();
  const files = page.getByRole("list", { name: "Files" }).getByRole("button");
  await files.first().waitFor();
  expect(await files.count()).toBe(5);
  await page.getByRole("searchbox", { name: "Search files" }).fill("2019-01-03");
  await page.waitForURL(/find=2019-01-03/);
  await page.reload();
  await page.getByText(/^Done in /).waitFor();
  expect(await files.count()).toBe(2);
});

test("a schedule is drawn as it is typed, in words too, and a template is rendered for each interval", async () => {
  await open("#/playground");
  await page.getByText("At 00:00, every day.").waitFor();
  expect(await page.locator(".drawn circle").count()).toBe(5);
  expect(await page.locator(".drawn .made.up").count()).toBe(3);
  await page.getByLabel("catch-up").selectOption("no");
  expect(await page.locator(".drawn circle").count()).toBe(3);
  await button(/every third day/).click();
  await page.getByText("Every 3 days, counted from the start date, 2019-01-01.").waitFor();
  await page.getByLabel("as in").selectOption("3");
  await page
    .getByText(/next_ds/)
    .last()
    .waitFor();
  const template = page.getByLabel("template", { exact: true });
  await template.fill("{{ ds_nodash }}");
  await page.getByText("20190104").first().waitFor();
  await template.fill("{{ ds | nope }}");
  await page.locator(".slip", { hasText: 'filter "nope" is unknown' }).waitFor();
  await page.getByLabel("schedule", { exact: true }).fill("61 * * * *");
  await page.getByRole("alert").getByText(/61/).waitFor();
  expect(page.url()).toContain("schedule=61");
});

test("the playground is one file, which opens without a server", async () => {
  const file = join(visit.room.work, "playground.html");
  writeFileSync(file, readFileSync(join(kitFolder, "classroom/page/dist/playground.html")));
  await open("");
  await page.goto(pathToFileURL(file).href);
  await page.getByText("At 00:00, every day.").waitFor();
  expect(await page.locator(".drawn circle").count()).toBe(5);
});

test("every button is pressed, once of each kind, and the page goes on", { timeout: 240_000 }, async () => {
  const pressed = new Set(["Load again", "Run", "Run again", "Starting …", "Stop"]);
  await open("#/lesson/08_templated_path/code?way=changes");
  await page.locator(".line").first().waitFor();
  await pressAll(page, pressed);
  await page.goto(`${visit.room.address}/#/playground`);
  await page.getByText("At 00:00, every day.").waitFor();
  await pressAll(page, pressed);
  for (const [lesson, panel] of [
    ["11_atomic_send", "mails"],
    ["16_event_triggered", "files"],
  ] as const) {
    await page.goto(`${visit.room.address}/#/lesson/${lesson}/run?panel=${panel}`);
    await page.getByText("Press Run").waitFor();
    await runHere();
    await page.locator("li.run .run-name").first().click();
    await page.locator(".list-item").first().click();
    await pressAll(page, pressed);
  }
  await page.goto(`${visit.room.address}/#/lesson/09_no_catchup/check`);
  await button(/^Begin/).click();
  await page.getByText(/passes \d+ of/).waitFor();
  await pressAll(page, pressed);
  expect(buttons.filter((each) => !pressed.has(each))).toEqual([]);
});

describe("nobody stumbles, and nothing is wider than the window", () => {
  const views = [
    ["course", ""],
    ["text", "#/lesson/08_templated_path/text"],
    ["code", "#/lesson/08_templated_path/code?way=sides"],
    ["check", "#/lesson/12_binance_fetch_minute/check"],
    ["playground", "#/playground"],
    ["run", "#/lesson/11_atomic_send/run"],
  ] as const;

  const sizes = [360, 1024, 1680].flatMap((width) => [[width, "light"] as const, [width, "dark"] as const]);

  test.each(sizes)("at %i, %s", async (width, colorScheme) => {
    await open("", { viewport: { width, height: 900 }, colorScheme });
    for (const [name, hash] of views) {
      await page.goto(`${visit.room.address}/${hash}`);
      await page.locator("h1").first().waitFor();
      if (name === "run") {
        await runHere();
        await page.locator("li.run .run-name").nth(1).click();
        await page.locator(".came-to").first().waitFor();
      }
      if (name === "code") await page.locator(".line").first().waitFor();
      if (name === "check") await button(/^Begin/).waitFor();
      await shoot(page, `${name}-${width}-${colorScheme}`);
      expect([name, ...(await stumbles(page))]).toEqual([name]);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(beyond).toBeLessThanOrEqual(0);
    }
  });
});
