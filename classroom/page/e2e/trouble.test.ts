// What a classroom meets: an address that was cut off, a network that is slow or gone, and a person who is quicker than the page.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContextOptions, Page, Route } from "playwright-core";
import { expect, test } from "vitest";
import { kitFolder, stumbles, turnTo } from "./browser.ts";
import { visiting } from "./visit.ts";

const visit = visiting({ patience: 20_000 });
let page: Page;

async function open(hash: string, options?: BrowserContextOptions): Promise<void> {
  page = await visit.open(hash, options);
}

const button = (name: string | RegExp) => page.getByRole("button", { name });

/** The student's own version of lesson 08. */
function writeOwn(code: string): void {
  const folder = join(visit.room.work, "08_templated_path");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "dag.ts"),
    `import { existsSync, watch, writeFileSync } from "node:fs";\nimport { chain, DAG, EmptyOperator, FunctionOperator } from "@daglings/engine";\n${code}\nexport default dag;\n`,
  );
}

async function runHere(): Promise<void> {
  await page.getByText("Press Run").waitFor();
  await page.keyboard.press("r");
  await page.getByText(/^Done in /).waitFor();
}

test("an address that is cut off, or leads nowhere, gets a sentence", async () => {
  await open("#/lesson/08_templated_path%E0%A4/run");
  await page.getByText(/there is no lesson/).waitFor();
  await page.goto(`${visit.room.address}/#/nonsense`);
  await page.getByText("There is nothing at #/nonsense.").waitFor();
  await page.getByRole("link", { name: "The course" }).click();
  await page.getByRole("link", { name: /08 Dated paths/ }).waitFor();
});

test("a field that is emptied stays empty, and its address says so", async () => {
  await open("#/playground");
  await page.getByText("At 00:00, every day.").waitFor();
  expect(await page.title()).toBe("Playground · Daglings classroom");
  const end = page.getByLabel("end", { exact: true });
  await end.fill("2019-01-03");
  await end.fill("");
  expect(await end.inputValue()).toBe("");
  await page.reload();
  await page.getByText("More would follow.").waitFor();
  expect(await end.inputValue()).toBe("");
});

test("a part whose code does not come says so, and the rest of the page goes on", async () => {
  await open("");
  await page.getByRole("link", { name: /08 Dated paths/ }).waitFor();
  await page.context().setOffline(true);
  await page.getByRole("link", { name: "Playground" }).click();
  await page.locator("main").getByText("the classroom does not answer").waitFor();
  await page.context().setOffline(false);
  await page.getByRole("link", { name: "Course", exact: true }).click();
  await page.getByRole("link", { name: /08 Dated paths/ }).waitFor();
});

test("a key that is held down runs the lesson once", async () => {
  await open("#/lesson/02_daily_schedule/run");
  await page.getByText("Press Run").waitFor();
  let asked = 0;
  page.on("request", (request) => (asked += Number(request.method() === "POST")));
  for (let turn = 0; turn < 5; turn++) await page.keyboard.down("r");
  await page.keyboard.up("r");
  await page.getByText(/^Done in /).waitFor();
  expect(asked).toBe(1);
});

test("while the list of keys is open, keys do nothing else", async () => {
  await open("#/lesson/02_daily_schedule/run");
  await page.getByText("Press Run").waitFor();
  await page.keyboard.press("?");
  await page.keyboard.press("2");
  await page.keyboard.press("Escape");
  expect(page.url()).toContain("/run");
});

test("a graph that is too wide is scrolled by keys; one that is not leaves them to time", async () => {
  await open("#/lesson/08_templated_path/run", { viewport: { width: 360, height: 900 } });
  await runHere();
  const graph = page.locator(".graph");
  await graph.focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => (document.querySelector(".graph")?.scrollLeft ?? 0) > 0);
  await page.keyboard.press("ArrowLeft");
  expect(await page.getByText("You are looking at the past.").count()).toBe(0);
  await page.setViewportSize({ width: 1440, height: 1000 });
  await page.waitForFunction(() => {
    const box = document.querySelector(".graph");
    return box !== null && box.scrollWidth <= box.clientWidth;
  });
  await page.keyboard.press("ArrowLeft");
  await page.getByText("You are looking at the past.").waitFor();
});

test("who goes back, or loads the page again, is where the page was left; a new page begins at its top", async () => {
  await open("#/lesson/11_atomic_send/run", { viewport: { width: 360, height: 740 } });
  await runHere();
  const place = () => page.evaluate(() => scrollY);
  await page.evaluate(() => scrollTo(0, 1200));
  await page.keyboard.press("1");
  await page.locator(".run-form").waitFor({ state: "detached" });
  await page.goBack();
  await page.getByText(/^Done in /).waitFor();
  await expect.poll(place).toBe(1200);
  await page.reload();
  await page.getByText(/^Done in /).waitFor();
  await expect.poll(place).toBe(1200);
  await page.keyboard.press("]");
  await page.getByRole("heading", { name: /^12/ }).waitFor();
  expect(await place()).toBe(0);
});

test("where something else is chosen than has run, the page says what has", async () => {
  await open("#/lesson/08_templated_path/run");
  await runHere();
  const other = page.getByText("This is a run of the lesson, in one process, as in Airflow 2.");
  expect(await other.count()).toBe(0);
  await page.getByRole("combobox", { name: "What" }).selectOption("fixed-input");
  await other.waitFor();
  await page.getByRole("combobox", { name: "What" }).selectOption("");
  await other.waitFor({ state: "detached" });
  await page.getByRole("combobox", { name: "As in" }).selectOption("3");
  await other.waitFor();
});

test("while a file is slow to come, no other is shown under its name", async () => {
  await open("#/lesson/08_templated_path/run");
  await runHere();
  await button(/^data\/stats\/2019-01-01\.csv/).click();
  await page.locator("table.data").waitFor();
  const held: Route[] = [];
  await page.route("**/versions/**", (route) => void held.push(route));
  await button(/^data\/stats\/2019-01-02\.csv/).click();
  await page.locator(".split-view .loading").waitFor();
  expect(await page.locator("table.data").count()).toBe(0);
  for (const route of held) await route.abort();
  await page.locator(".split-view").getByText("the classroom does not answer").waitFor();
  await page.unroute("**/versions/**");
  await button("Try again").click();
  await page.locator("table.data").waitFor();
});

test("a run that cannot be stopped says why", async () => {
  await open("#/lesson/02_daily_schedule/run");
  await page.getByText("Press Run").waitFor();
  await page.route("**/entries", () => {});
  await page.route("**/stop", (route) => route.abort());
  await page.keyboard.press("r");
  await button("Stop").click();
  await page.locator(".run-view").getByText("the classroom does not answer").waitFor();
});

test("among many runs, the one of an address is in sight, and the keyboard stays on the one it has gone to", async () => {
  writeOwn(`const dag = new DAG({ schedule: "@hourly", startDate: "2019-01-01", endDate: "2019-01-06" });
    new EmptyOperator({ dag, taskId: "one" });`);
  await open("#/lesson/08_templated_path/run?variant=own");
  await runHere();
  await page.locator("button.run-name").last().click();
  await page.waitForURL(/dagrun=\d+/);
  const last = Number(/dagrun=(\d+)/.exec(page.url())?.[1]);
  for (const turn of [1, 2, 3]) {
    await page.keyboard.press("PageUp");
    await page.waitForFunction(
      (run) => document.activeElement instanceof HTMLElement && document.activeElement.dataset["run"] === run,
      String(last - 10 * turn),
    );
  }
  await page.goto(page.url().replace(/dagrun=\d+/, "dagrun=20"));
  await page.reload();
  await page.getByText(/^Done in /).waitFor();
  await page.locator("li.run.chosen [data-run='20']").waitFor();
});

test("of more tabs than a browser has connections each loads, and has the whole run when it is seen again", async () => {
  const go = join(visit.room.work, "go");
  writeOwn(`const dag = new DAG({ schedule: "@daily", startDate: "2019-01-03", endDate: "2019-01-03" });
    const come = async () => {
      const { promise, resolve } = Promise.withResolvers();
      const watcher = watch(${JSON.stringify(visit.room.work)}, () => existsSync(${JSON.stringify(go)}) && resolve());
      await promise;
      watcher.close();
      writeFileSync("one.txt", "one");
    };
    new FunctionOperator({ dag, taskId: "one", callable: come });`);
  await open("#/lesson/08_templated_path/run?variant=own");
  await page.getByText("Press Run").waitFor();
  await page.keyboard.press("r");
  await page.locator(".cell[aria-label*=running]").waitFor();
  const tabs = [page];
  for (let more = 0; more < 7; more++) {
    for (const tab of tabs) await turnTo(tab, "hidden");
    const tab = await page.context().newPage();
    await tab.goto(page.url());
    await tab.locator(".cell[aria-label*=running]").waitFor();
    tabs.push(tab);
  }
  writeFileSync(go, "");
  await tabs
    .at(-1)
    ?.getByText(/^Done in /)
    .waitFor();
  for (const tab of tabs) {
    await turnTo(tab, "visible");
    await tab.getByText(/: 1 run, 1 try, 1 file, 0 mails/).waitFor();
  }
});

test("a version that was saved while its tab was hidden is judged when it is seen again", async () => {
  writeOwn(`const dag = new DAG({ schedule: "@daily", startDate: "2019-01-03", endDate: "2019-01-03" });`);
  await open("#/lesson/08_templated_path/check");
  const isJudged = page.getByText(/passes \d+ of/);
  await isJudged.waitFor();
  const before = await isJudged.innerText();
  await turnTo(page, "hidden");
  writeFileSync(
    join(visit.room.work, "08_templated_path/dag.ts"),
    readFileSync(join(kitFolder, "lessons/08_templated_path/dag.ts"), "utf8"),
  );
  expect(await isJudged.innerText()).toBe(before);
  await turnTo(page, "visible");
  await page.getByText("passes all its checks").waitFor({ timeout: 60_000 });
});

test("a DAG without a task says so", async () => {
  writeOwn(`const dag = new DAG({ schedule: "@daily", startDate: "2019-01-01", endDate: "2019-01-02" });`);
  await open("#/lesson/08_templated_path/run?variant=own");
  await runHere();
  await page.getByText("08_templated_path has no task").waitFor();
  await page.getByText("There is no task to draw.").waitFor();
});

test("a text that is cut says so", async () => {
  writeOwn(`const dag = new DAG({ schedule: "@daily", startDate: "2019-01-03", endDate: "2019-01-03" });
    new FunctionOperator({ dag, taskId: "one", callable: () => writeFileSync("long.txt", "0123456789".repeat(30_000)) });`);
  await open("#/lesson/08_templated_path/run?variant=own&file=long.txt");
  await runHere();
  await button(/^long\.txt/).click();
  await page.getByText("The first 200,000 of 300,000 letters are shown.").waitFor();
});

test("what is drawn on a canvas has the colours of the page, also after they were changed", async () => {
  await open("#/lesson/02_daily_schedule/run", { colorScheme: "light" });
  await runHere();
  const picture = () => page.locator(".strip canvas").evaluate((each: HTMLCanvasElement) => each.toDataURL());
  const light = await picture();
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(picture).not.toBe(light);
  await page.getByRole("combobox", { name: "Colours" }).selectOption("light");
  await expect.poll(picture).toBe(light);
});

test("of JSON that is folded, only what is unfolded is drawn", async () => {
  writeOwn(`const dag = new DAG({ schedule: "@daily", startDate: "2019-01-03", endDate: "2019-01-03" });
    const rows = Array.from({ length: 50 }, () => Array.from({ length: 50 }, (_, id) => ({ id })));
    new FunctionOperator({ dag, taskId: "one", callable: () => writeFileSync("deep.json", JSON.stringify(rows)) });`);
  await open("#/lesson/08_templated_path/run?variant=own");
  await runHere();
  await button(/^deep\.json/).click();
  await page.locator(".json summary", { hasText: /^0: 50 items/ }).waitFor();
  expect(await page.locator(".json-leaf").count()).toBe(0);
  await page.locator(".json summary", { hasText: /^0: 50 items/ }).click();
  await page.locator(".json-leaf").nth(49).waitFor();
});

test("a DAG of many tasks stays in its place, and is scrolled sideways", async () => {
  writeOwn(`const dag = new DAG({ schedule: "@daily", startDate: "2019-01-01", endDate: "2019-01-02" });
    for (let each = 0; each < 100; each++) new EmptyOperator({ dag, taskId: \`task_\${each}\` });`);
  await open("#/lesson/08_templated_path/run?variant=own");
  await runHere();
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await button(/^task_99 of 2019-01-01/).scrollIntoViewIfNeeded();
    const [cell, panel] = await page.evaluate(() =>
      [".run .cell:last-child", ".timeline-panel"].map(
        (each) => document.querySelector(each)?.getBoundingClientRect().right ?? 0,
      ),
    );
    expect(cell).toBeLessThanOrEqual(panel ?? 0);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect([width, beyond]).toEqual([width, Math.min(0, beyond)]);
    await page.locator(".runs-wide").evaluate((each) => (each.scrollLeft = 0));
  }
});

test("of a thousand tasks only those in sight are drawn; the keyboard goes on into the others, and a chosen one comes in sight", async () => {
  writeOwn(`const dag = new DAG({ schedule: "@daily", startDate: "2019-01-01", endDate: "2019-01-02" });
    const all = Array.from({ length: 1000 }, (_, each) => new EmptyOperator({ dag, taskId: \`task_\${each}\` }));
    chain(...all.slice(0, 10));`);
  await open("#/lesson/08_templated_path/run?variant=own");
  await runHere();
  await page.getByText("1,000 tasks are too many to draw. These are the first 60.").waitFor();
  expect(await page.locator(".node").count()).toBe(60);
  expect(await page.locator(".cell").count()).toBeLessThan(200);
  expect(await page.getByRole("group", { name: /^Tasks 1 to \d+ of 1000$/ }).count()).toBe(2);
  expect(await page.locator(".graph").evaluate((graph) => graph.clientHeight)).toBeLessThan(1000);
  await page.locator(".node", { hasText: /^task_0(?!\d)/ }).click();
  await page.getByText("This is task_0 with the 9 tasks nearest to it.").waitFor();
  expect(await page.locator(".node").count()).toBe(10);
  await page.goto(page.url().replace("task=task_0", "task=task_9"));
  await expect
    .poll(() =>
      page.evaluate(() => {
        const [graph, node] = [".graph", ".node.chosen"].map((each) =>
          document.querySelector(each)?.getBoundingClientRect(),
        );
        return graph && node && node.left >= graph.left && node.right <= graph.right;
      }),
    )
    .toBe(true);
  await page.goto(page.url().replace("task=task_9", "task=task_700"));
  const cell = (task: number) => button(`task_${task} of 2019-01-02: success`);
  await cell(700).focus();
  for (let task = 701; task < 740; task++) {
    await page.keyboard.press("Tab");
    await page.waitForFunction(
      (name) => document.activeElement?.getAttribute("aria-label")?.startsWith(`${name} of `) === true,
      `task_${task}`,
    );
  }
  await cell(739).click();
  await page.waitForURL(/task=task_739/);
  expect(await stumbles(page)).toEqual([]);
});

test("for a projector, and on a small screen, the large type stays in its place", async () => {
  await open("#/lesson/11_atomic_send/run");
  await runHere();
  await page.keyboard.press("i");
  await page.locator("html.instructor").waitFor();
  await expect
    .poll(() =>
      page.locator(".node").evaluateAll((boxes) => boxes.map((box) => box.scrollWidth > box.clientWidth)),
    )
    .toEqual([false, false, false]);
  await page.setViewportSize({ width: 360, height: 900 });
  const beyond = () => page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));
  await expect.poll(beyond).toBe(0);
});
