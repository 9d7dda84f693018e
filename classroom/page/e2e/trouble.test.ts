// What a classroom meets: an address that was cut off, a network that is slow or gone, and a person who is quicker than the page.

import type { Browser, BrowserContextOptions, Page, Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openBrowser, openRoom, type OpenRoom } from "./browser.ts";

let browser: Browser;
let room: OpenRoom;
let page: Page;
let complaints: string[] = [];

beforeAll(async () => {
  [browser, room] = await Promise.all([openBrowser(), openRoom()]);
});

afterAll(async () => {
  await browser?.close();
  await room?.close();
});

afterEach(async () => {
  await page?.context().close();
  expect(complaints).toEqual([]);
});

async function open(hash: string, options: BrowserContextOptions = {}): Promise<void> {
  complaints = [];
  const context = await browser.newContext({
    reducedMotion: "reduce",
    viewport: { width: 1440, height: 1000 },
    ...options,
  });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`${room.address}/${hash}`);
}

const button = (name: string | RegExp) => page.getByRole("button", { name });

async function runHere(): Promise<void> {
  await page.getByText("Press Run").waitFor();
  await page.keyboard.press("r");
  await page.getByText(/^Done in /).waitFor();
}

test("an address that is cut off, or leads nowhere, gets a sentence", async () => {
  await open("#/lesson/08_templated_path%E0%A4/run");
  await page.getByText(/there is no lesson/).waitFor();
  await page.goto(`${room.address}/#/nonsense`);
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
