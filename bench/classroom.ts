// The classroom's page in a real browser: how soon a run shows, how smoothly time is turned back, and how soon a whole
// class hears of an event. The script that drives the browser belongs to the page, which has its own packages.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { sampleOf, tell, type BenchOptions } from "./measure.ts";
import { note, title } from "./report.ts";

const page = fileURLToPath(new URL("../classroom/page", import.meta.url));

interface Found {
  /** In milliseconds, for each press of Run. */
  readonly first: readonly number[];
  readonly scrubbed: {
    readonly framesPerSecond: number;
    readonly longestTask: number;
    readonly events: number;
  };
  /** In milliseconds, for each event at each client. */
  readonly delay: readonly number[];
}

export function benchClassroom({ isQuick }: BenchOptions): void {
  title("The classroom's page, in Chromium");
  if (!existsSync(join(page, "node_modules", "playwright-core"))) {
    return note("pnpm classroom --build has not been run here, so the page was not measured");
  }
  const words = [join(page, "e2e", "measure.ts"), ...(isQuick ? ["--quick"] : [])];
  const { status, stdout, stderr } = spawnSync(execPath, words, { encoding: "utf8", maxBuffer: 2 ** 26 });
  if (/no Chromium is found/.test(stderr)) return note("no Chromium was found, so the page was not measured");
  if (status !== 0) throw new Error(`the page cannot be measured: exit code ${status ?? "none"}\n${stderr}`);
  const { first, scrubbed, delay } = JSON.parse(stdout) as Found;
  tell({
    what: "from pressing Run in lesson 08 to its first state on the screen",
    value: sampleOf(first),
    unit: "ms",
    bound: 300,
  });
  const about = isQuick ? "lesson 08" : "lesson 14, 2,930 runs";
  tell({
    what: `the whole of ${about} scrubbed through`,
    value: scrubbed.framesPerSecond,
    unit: "frames/s",
    bound: 30,
    moreIsBetter: true,
  });
  tell({ what: "the longest task in that time", value: scrubbed.longestTask, unit: "ms", bound: 100 });
  tell({
    what: "from an event at the scheduler until each of 30 clients has it",
    value: sampleOf(delay),
    unit: "ms",
    bound: 50,
  });
  note(`${scrubbed.events} events were scrubbed through in 150 steps; tasks under 50 ms are not counted.`);
}
