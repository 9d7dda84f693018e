// Real time for code that measures it or waits in it, from the computer and JavaScript's timers. No change of the
// calendar affects any of it.

import process from "node:process";

/** Milliseconds of real time since some moment: only differences mean something. */
export function stopwatch(): number {
  return performance.now();
}

/** Milliseconds since this computer was started: the same clock for all its processes. */
export function uptime(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}

/** Calls `work` at each interval of real time until the function it returns is called. Keeps no program alive. */
export function repeat(interval: number, work: () => void): () => void {
  const timer = setInterval(work, interval).unref();
  return () => clearInterval(timer);
}

/** The longest wait, in milliseconds, that JavaScript's timers support: about 24 days. */
export const longestTimer = 2 ** 31 - 1;
