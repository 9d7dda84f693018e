/** Milliseconds of real time since some moment: only differences mean something. */
export function stopwatch(): number {
  return performance.now();
}
