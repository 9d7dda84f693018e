// What JavaScript's own clock and timers give, for those who measure real time or wait in it.

/** Milliseconds of real time since some moment: only differences mean something. */
export function stopwatch(): number {
  return performance.now();
}

/** The longest wait, in milliseconds, that a timer of JavaScript can do: some 24 days. */
export const longestTimer = 2 ** 31 - 1;
