// A bar on stderr while simulated time goes on; only on a terminal, and gone without a trace at the end.

import process from "node:process";
import { stopwatch } from "@daglings/stage";
import type { Screen } from "../screen.ts";

export interface ProgressBar {
  /** From 0 to 1. */
  readonly show: (part: number, what: () => string) => void;
  readonly clear: () => void;
}

/** Real milliseconds: nobody would see it more often. */
const pause = 80;
const columns = 30;

export function openProgressBar({ isTerminal }: Screen): ProgressBar {
  if (!isTerminal) return { show: () => {}, clear: () => {} };
  let shownAt = stopwatch();
  let isShown = false;
  return {
    show(part, what) {
      if (stopwatch() - shownAt < pause) return;
      shownAt = stopwatch();
      isShown = true;
      const full = Math.round(Math.min(1, Math.max(0, part)) * columns);
      process.stderr.write(`\r\x1b[K${"█".repeat(full)}${"░".repeat(columns - full)} ${what()}`);
    },
    clear() {
      if (isShown) process.stderr.write("\r\x1b[K");
    },
  };
}
