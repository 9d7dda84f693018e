import { expect, test, vi } from "vitest";
import { repeat, stopwatch, uptime } from "./stopwatch.ts";

test.each([
  ["a stopwatch", stopwatch],
  ["the uptime", uptime],
])("%s never goes back, whatever becomes of the calendar", (_, time) => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const began = time();
  vi.setSystemTime(0);
  expect(time()).toBeGreaterThanOrEqual(began);
  vi.useRealTimers();
});

test("what repeats goes on when the calendar jumps back an hour, and ends when it is told to", () => {
  vi.useFakeTimers({ now: 1_546_578_000_000 });
  const work = vi.fn<() => void>();
  const stop = repeat(5000, work);
  vi.advanceTimersByTime(15_000);
  vi.setSystemTime(Date.now() - 3_600_000);
  vi.advanceTimersByTime(15_000);
  expect(work).toHaveBeenCalledTimes(6);
  stop();
  vi.advanceTimersByTime(60_000);
  expect(work).toHaveBeenCalledTimes(6);
  vi.useRealTimers();
});
