// For `pnpm bench classroom`: measures the page in a real browser, and prints what it has found as JSON.

import process, { argv } from "node:process";
import type { Browser, Page } from "playwright-core";
import { openBrowser, openRoom, openScheduler, type OpenRoom } from "./browser.ts";

/** How often Run is pressed. */
const presses = 5;
const clients = 30;
/** The number of steps in which the whole run is scrubbed through, one a frame. */
const steps = 150;

const isQuick = argv.includes("--quick");

async function pageAt(browser: Browser, room: OpenRoom, hash: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  await page.goto(`${room.address}/${hash}`);
  await page.locator(".run-form [type=submit]").waitFor();
  return page;
}

/** Milliseconds from Run to the frame in which the first run's state is drawn. */
async function firstState(page: Page): Promise<number> {
  return await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        let isNew = document.querySelector("li.run") === null;
        const look = () => {
          const isThere = document.querySelector("li.run .icon") !== null;
          if (!isThere) isNew = true;
          if (!isThere || !isNew) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve(performance.now() - began));
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true });
        document.querySelector<HTMLButtonElement>(".run-form [type=submit]")?.click();
      }),
  );
}

/** Drags the scrubber from the beginning to the end. */
async function scrub(page: Page): Promise<{ framesPerSecond: number; longestTask: number; events: number }> {
  return await page.evaluate(async (count) => {
    const slider = document.querySelector<HTMLInputElement>(".scrubber input");
    if (!slider) throw new Error("the page has no scrubber");
    let longestTask = 0;
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration);
    });
    observer.observe({ type: "longtask" });
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const last = Number(slider.max);
    await frame();
    const began = performance.now();
    for (let step = 0; step < count; step++) {
      slider.value = String(Math.round((step / (count - 1)) * last));
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      await frame();
    }
    const took = performance.now() - began;
    await frame();
    observer.disconnect();
    return { framesPerSecond: (count * 1000) / took, longestTask, events: last + 1 };
  }, steps);
}

/** Milliseconds from when an event is on record to when each of many clients has heard of it. */
async function delays(room: OpenRoom): Promise<number[]> {
  const scheduler = await openScheduler(room);
  const over = new AbortController();
  try {
    const api = `${room.address}/api/live`;
    const send = async (method: string, path: string, body: object) =>
      await fetch(`${api}/${path}`, {
        method,
        body: JSON.stringify(body),
        headers: { Origin: room.address },
      });
    const found: number[] = [];
    const heard = Promise.withResolvers<void>();
    const streams = await Promise.all(
      Array.from({ length: clients }, async () => await fetch(`${api}/events`, { signal: over.signal })),
    );
    let finished = 0;
    const runs = 10;
    for (const { body } of streams) {
      void (async () => {
        const decoder = new TextDecoder();
        let rest = "";
        for await (const chunk of body ?? []) {
          const now = Date.now();
          rest += decoder.decode(chunk, { stream: true });
          const parts = rest.split("\n\n");
          rest = parts.pop() ?? "";
          for (const part of parts) {
            const data = part.split("\n").find((line) => line.startsWith("data: "));
            if (data === undefined) continue;
            const event = JSON.parse(data.slice(6)) as { at: string; taskId: string | null; state: string };
            found.push(now - Date.parse(event.at));
            if (event.taskId === null && event.state === "success") finished++;
            if (finished === runs * clients) heard.resolve();
          }
        }
      })().catch((error: unknown) => {
        if (!over.signal.aborted) heard.reject(error);
      });
    }
    await send("PATCH", "dags/operated", { paused: false });
    await send("POST", "dags/operated/backfill", { from: "2019-01-01", to: "2019-01-10" });
    await heard.promise;
    return found;
  } finally {
    over.abort();
    await scheduler.close();
  }
}

const [browser, room] = await Promise.all([openBrowser(), openRoom()]);
try {
  const short = await pageAt(browser, room, "#/lesson/08_templated_path/run");
  const first: number[] = [];
  for (let press = 0; press < (isQuick ? 1 : presses); press++) {
    first.push(await firstState(short));
    await short.getByText(/^Done in /).waitFor();
  }
  await short.close();
  const lesson = isQuick ? "08_templated_path" : "14_binance_calculate_daily";
  const long = await pageAt(browser, room, `#/lesson/${lesson}/run`);
  await long.locator(".run-form [type=submit]").click();
  await long.getByText(/^Done in /).waitFor({ timeout: 400_000 });
  const scrubbed = await scrub(long);
  const delay = await delays(room);
  process.stdout.write(`${JSON.stringify({ first, scrubbed, delay })}\n`);
} finally {
  await browser.close();
  await room.close();
}
