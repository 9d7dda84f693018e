// For test files: one browser and one classroom for the tests of a file, and a new page for each test. A page that complains
// fails its test.

import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { openBrowser, openRoom, type OpenRoom } from "./browser.ts";

interface VisitOptions {
  /** How long a test waits for what must come, in real milliseconds. */
  readonly patience: number;
  /** Errors in the browser's console are complaints, too. */
  readonly hearsConsole?: boolean;
}

interface Visit {
  readonly room: OpenRoom;
  open(hash: string, options?: BrowserContextOptions): Promise<Page>;
  /** Complaints that the test itself has caused. */
  forgive(pattern: RegExp): void;
}

export function visiting({ patience, hearsConsole = false }: VisitOptions): Visit {
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

  return {
    get room() {
      return room;
    },
    async open(hash, options = {}) {
      complaints = [];
      const viewport = { width: 1440, height: 1000 };
      const context = await browser.newContext({ reducedMotion: "reduce", viewport, ...options });
      page = await context.newPage();
      page.setDefaultTimeout(patience);
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        if (hearsConsole && message.type() === "error") complaints.push(message.text());
      });
      await page.goto(`${room.address}/${hash}`);
      return page;
    },
    forgive(pattern) {
      complaints = complaints.filter((text) => !pattern.test(text));
    },
  };
}
