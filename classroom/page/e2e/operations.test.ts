// The operations on a live scheduler, in a real browser: it does what it is asked, and the page shows it.

import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { cutOff, openScheduler, shoot, stumbles } from "./browser.ts";
import { visiting } from "./visit.ts";

const visit = visiting({ patience: 40_000 });
let scheduler: { close(): Promise<void> } | null = null;
let page: Page;

afterAll(async () => {
  await scheduler?.close();
});

async function open(hash: string): Promise<void> {
  page = await visit.open(hash);
}

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
const done = (text: string | RegExp) => page.locator(".outcome", { hasText: text }).first().waitFor();

test("without a scheduler the page says so, and notices when one starts", async () => {
  await open("#/operations");
  await page.getByText("No scheduler is running.").waitFor();
  await button("Try again").waitFor();
  scheduler = await openScheduler(visit.room);
  await page.getByText("Connected:").waitFor();
  await page.getByRole("link", { name: "operated" }).waitFor();
});

test("DAGs are listed and searched; one is unpaused, and paused again", async () => {
  await open("#/operations/dags");
  await page.getByRole("link", { name: "asks" }).waitFor();
  await page.getByRole("searchbox", { name: "Search DAGs" }).fill("oper");
  expect(await page.getByRole("link", { name: "asks" }).count()).toBe(0);
  expect(page.url()).toContain("find=oper");
  await button("Unpause operated").click();
  await done("operated is on");
  await button("Pause operated").click();
  await done("operated is paused");
  await page.getByRole("link", { name: "operated" }).click();
  await page.getByText("This DAG has no run yet.").waitFor();
});

test("a run is triggered with a conf, fails, and is mended", async () => {
  await open("#/operations/dags?dag=operated");
  await button("Unpause").click();
  await done("operated is on");
  await button("Trigger a run").click();
  expect(page.url()).toContain("do=trigger");
  await page.getByLabel("conf, as JSON").fill("no");
  await button("Trigger").click();
  await done("conf is not JSON");
  await page.getByLabel("logical date").fill("2019-01-02");
  await page.getByLabel("conf, as JSON").fill('{"fail": true}');
  await button("Trigger").click();
  await done(/^✓ Run manual__2019-01-02/);
  await page.reload();
  expect(await page.getByLabel("conf, as JSON").inputValue()).toBe('{"fail": true}');
  await page.getByText("it was told to fail").waitFor();
  await page.locator(".node", { hasText: "calculate_stats" }).click();
  await page.waitForURL(/task=calculate_stats/);
  await page
    .getByText(/took \d+/)
    .first()
    .waitFor();
  await page.getByLabel("clear the tasks after it, too").uncheck();
  await button("Clear the task").click();
  await done("calculate_stats runs again, alone.");
  await page.locator(".try-name", { hasText: "try 2" }).first().waitFor();
  await button("Mark success").click();
  await done("calculate_stats is marked: success.");
  await button("Mark failed").click();
  await done("calculate_stats is marked: failed.");
  await button(/^manual__2019-01-02/).click();
  await button("Clear failed tasks").click();
  await done("The failed tasks run again");
  await page.locator(".try-name", { hasText: "try 3" }).first().waitFor();
  await button("Mark success").click();
  await done("The run is marked: success.");
  await button("Mark failed").click();
  await done("The run is marked: failed.");
  await button("Clear all").click();
  await done("All its tasks run again.");
  await page
    .locator(".try-item", { hasText: "fetch_events" })
    .getByRole("button", { name: "Log" })
    .last()
    .click();
  await page.locator("pre.log", { hasText: "one event is fetched" }).waitFor();
});

test("a range is backfilled, and cleared", async () => {
  await open("#/operations/dags?dag=operated&do=backfill");
  await page.getByLabel("from", { exact: true }).fill("2019-01-03");
  await page.getByLabel("to", { exact: true }).fill("2019-01-05");
  await button("Backfill").click();
  await done("3 runs made.");
  await page
    .getByRole("button", { name: /2019-01-05/ })
    .first()
    .waitFor();
  await button("Clear a range").click();
  await page.getByLabel("from", { exact: true }).fill("2019-01-03");
  await button("Clear").click();
  await done("There was no run to clear in that range.");
  await page.getByLabel("only what has failed").uncheck();
  await button("Clear").click();
  await done("3 runs cleared.");
});

test("a run that is older than those of the timeline is not drawn with the states of another", async () => {
  await open("");
  await page.route("**/runs?limit=*", async (route) => {
    const response = await route.fetch();
    const { runs } = (await response.json()) as { runs: { runId: string }[] };
    await route.fulfill({ json: { runs: runs.filter(({ runId }) => !runId.includes("2019-01-05")) } });
  });
  await page.goto(
    `${visit.room.address}/#/operations/dags?dag=operated&dagrun=backfill__2019-01-05T00:00:00%2B00:00`,
  );
  await page.locator(".try-item").first().waitFor();
  await page.locator(".node", { hasText: "calculate_stats" }).waitFor();
  expect(await page.locator(".node.state-success, .node.state-failed").count()).toBe(0);
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("lineage leads from a CSV back to what it was made from, and to the attempt", async () => {
  await open("#/operations/lineage");
  await page.getByRole("searchbox").fill("stats/2019-01-03");
  await page.locator(".list-item", { hasText: "data/stats/2019-01-03.csv" }).click();
  await page
    .locator(".origin-list .origin-list")
    .getByRole("button", { name: "data/events/2019-01-03.json" })
    .click();
  await page.waitForURL(/name=data%2Fevents%2F2019-01-03\.json/);
  await page.getByRole("list", { name: "Where data/events/2019-01-03.json came from" }).waitFor();
  await page.locator(".list-item", { hasText: "data/stats/2019-01-03.csv" }).click();
  await page
    .getByRole("link", { name: /calculate_stats of operated/ })
    .first()
    .click();
  await page.waitForURL(/dag=operated&dagrun=backfill/);
  await page.getByText("CPU").or(page.getByText("took")).first().waitFor();
});

test("an asset is updated from outside; the run that it makes waits for a person, who approves or rejects", async () => {
  await open("#/operations/dags");
  await button("Unpause asks").click();
  await done("asks is on");
  await page.getByRole("link", { name: "Assets" }).click();
  await page.locator(".list-item", { hasText: "stats" }).click();
  for (const rows of [1, 2]) {
    await page.getByLabel("extra, as JSON").fill(`{"rows": ${rows}}`);
    await button("Record an update").click();
    await page.getByText(`{"rows":${rows}}`).waitFor();
  }
  await page.getByRole("link", { name: "Approvals" }).click();
  await page.getByText("Send <b>the stats</b> to everyone?").first().waitFor();
  await button("Approve").first().click();
  await done("your name is missing");
  await page.getByLabel("your name").first().fill("Ada");
  await page.getByLabel("note").first().fill("looks right");
  await button("Approve").first().click();
  await done("ask is approved");
});

test("a run that waits is cancelled, and the task of another is rejected", async () => {
  await open("#/operations/dags?dag=asks&do=trigger");
  await button("Unpause").or(button("Pause")).waitFor();
  if (await button("Unpause").isVisible()) await button("Unpause").click();
  await button("Trigger").click();
  await done(/^✓ Run manual__/);
  await page.locator(".node", { hasText: "ask" }).first().waitFor();
  await button("Cancel").click();
  await done("The run is stopped.");
  await button("Cancel").waitFor({ state: "detached" });
  await button("Trigger").click();
  await done(/^✓ Run manual__/);
  await page.getByRole("link", { name: "Approvals" }).click();
  await page.getByLabel("your name").first().fill("Ada");
  await button("Reject").first().click();
  await done("ask is rejected");
});

test("while the connection is lost the page says so, and it notices when the connection is back", async () => {
  await open("");
  await page.route("**/api/live/events*", cutOff);
  await page.getByRole("link", { name: "Operations" }).click();
  await page.getByText("The connection is lost: this is how things were.").waitFor();
  await page.getByRole("link", { name: "operated" }).waitFor();
  await page.unroute("**/api/live/events*");
  await page.getByText("Connected:").waitFor();
});

test("a deployment runs with parameters; its run shows the calls and their states, and is cancelled", async () => {
  await open("#/operations/flows");
  await button("Pick up new deployments").click();
  await done("is taken up");
  await button("Pause daily/nightly").click();
  await done("daily/nightly is paused");
  await button("Unpause daily/nightly").click();
  await done("daily/nightly is on");
  await page.getByLabel("parameters").fill('{"day": "2019-01-02", "waits": true}');
  await page.reload();
  expect(await page.getByLabel("parameters").inputValue()).toBe('{"day": "2019-01-02", "waits": true}');
  await button("Run now").click();
  await done("has begun");
  await page.getByText('{"day":"2019-01-02","waits":true}').waitFor();
  await page.locator(".node", { hasText: "countDay-1" }).click();
  await page.waitForURL(/task=countDay-1/);
  await page.getByRole("region", { name: "countDay-1" }).waitFor();
  await page.locator(".node", { hasText: "report-1" }).click();
  const called = page.getByRole("region", { name: "report-1" });
  const inItsAddress = new URL(page.url()).hash;
  await called.getByRole("button", { name: "Go to the run of the flow that it called" }).click();
  await page.getByRole("heading", { name: "report", exact: true }).waitFor();
  await page.goto(`${visit.room.address}/${inItsAddress}`);
  await button("Cancel the flow run").click();
  await page
    .locator(".inspector-head", { hasText: /Cancell/ })
    .first()
    .waitFor();
});

test("nobody stumbles in the operations, and nothing is wider than the window", async () => {
  const views = [
    ["dags", "#/operations/dags"],
    ["dag", "#/operations/dags?dag=operated&do=trigger"],
    ["flows", "#/operations/flows"],
    ["assets", "#/operations/assets?asset=stats"],
    ["approvals", "#/operations/approvals"],
    ["lineage", "#/operations/lineage?name=data%2Fstats%2F2019-01-03.csv"],
  ] as const;
  await open("#/operations");
  for (const [width, colorScheme] of [
    [360, "light"],
    [1024, "dark"],
    [1680, "light"],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    for (const [name, hash] of views) {
      await page.goto(`${visit.room.address}/${hash}`);
      await page.getByText("Connected:").waitFor();
      await page.locator(".loading").first().waitFor({ state: "detached" });
      await shoot(page, `operations-${name}-${width}-${colorScheme}`);
      expect([name, ...(await stumbles(page))]).toEqual([name]);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect([name, width, beyond]).toEqual([name, width, Math.min(0, beyond)]);
    }
  }
});

test("when the scheduler ends, the page keeps what it shows, and says that this is the past", async () => {
  await open("#/operations/dags");
  await page.getByRole("link", { name: "operated" }).waitFor();
  await scheduler?.close();
  scheduler = null;
  await page.getByText("No scheduler is running.").waitFor();
  await page.getByRole("link", { name: "operated" }).waitFor();
});
