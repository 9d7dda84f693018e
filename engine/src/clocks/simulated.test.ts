import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { refusalOf } from "@daglings/words/testing";
import { simulatedClock } from "./simulated.ts";

const never = new Promise<void>(() => {});
const clockAt = (from: string) => simulatedClock({ from });
const start = Temporal.Instant.from("2019-01-04T05:00Z").epochMilliseconds;

describe("simulated time", () => {
  test("begins where it is told", () => {
    expect(clockAt("2019-01-04T05:00Z").now()).toBe(start);
    expect(simulatedClock({ from: Temporal.Instant.from("2019-01-04T05:00Z") }).now()).toBe(start);
    expect(clockAt("2019-01-04").isSimulated).toBe(true);
  });

  test("stands still by itself", async () => {
    const clock = clockAt("2019-01-04T05:00Z");
    await nextTurn();
    expect(clock.now()).toBe(start);
  });

  test("jumps to when the next thing is due, without waiting", async () => {
    const clock = clockAt("2019-01-04T05:00Z");
    const year = 365 * 86_400_000;
    await clock.wait({ until: start + year, underWay: false, wake: never });
    expect(clock.now()).toBe(start + year);
  });

  test("never goes back", async () => {
    const clock = clockAt("2019-01-04T05:00Z");
    await clock.wait({ until: start - 1, underWay: false, wake: never });
    expect(clock.now()).toBe(start);
  });

  test.each([
    ["attempts are under way", { until: start + 1000, underWay: true }],
    ["nothing is due", { until: Infinity, underWay: false }],
  ])("stands still while %s, until somebody wakes it", async (_, what) => {
    const clock = clockAt("2019-01-04T05:00Z");
    const { promise, resolve } = Promise.withResolvers<void>();
    let isOver = false;
    const waiting = clock.wait({ ...what, wake: promise }).then(() => (isOver = true));
    await nextTurn();
    expect(isOver).toBe(false);
    resolve();
    await waiting;
    expect(clock.now()).toBe(start);
  });

  test("passes on the error that wakes it", async () => {
    const wake = Promise.reject(new Error("the lease is lost"));
    const waiting = clockAt("2019-01-04").wait({ until: Infinity, underWay: false, wake });
    await expect(waiting).rejects.toThrow("the lease is lost");
  });

  test("lets the rest of the program have its turn, however many jumps there are", async () => {
    const clock = clockAt("2019-01-04T05:00Z");
    let hadItsTurn = false;
    setTimeout(() => (hadItsTurn = true), 0);
    for (let jumps = 1; !hadItsTurn; jumps++) {
      await clock.wait({ until: start + jumps, underWay: false, wake: never });
    }
    expect(hadItsTurn).toBe(true);
  });

  test("also knows the real time", () => {
    vi.useFakeTimers({ now: 5 });
    try {
      expect(clockAt("2019-01-04").realTime()).toBe(5);
    } finally {
      vi.useRealTimers();
    }
  });

  test("has no heartbeat: it does not move by itself", () => {
    vi.useFakeTimers();
    try {
      const beat = vi.fn<() => void>();
      const stop = clockAt("2019-01-04").heartbeat(beat);
      vi.advanceTimersByTime(60_000);
      stop();
      expect(beat).not.toHaveBeenCalled();
    } finally {
      vi.useRealTimers();
    }
  });
});

test("a date that is none is refused", () => {
  expect(refusalOf(() => clockAt("soon"))).toMatch(/^UsageError: from is "soon", which is not a date; write/);
});
