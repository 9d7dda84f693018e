import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { longestTimer } from "./stopwatch.ts";
import { systemClock } from "./system.ts";

const never = new Promise<void>(() => {});

describe("real time", () => {
  const now = 1_546_578_000_000;
  beforeEach(
    () => void vi.useFakeTimers({ now, toFake: ["Date", "setTimeout", "clearTimeout", "setInterval"] }),
  );
  afterEach(() => void vi.useRealTimers());

  test("is what the computer's clock shows", () => {
    const clock = systemClock();
    expect([clock.now(), clock.realTime(), clock.isSimulated]).toEqual([now, now, false]);
  });

  async function isOver(waiting: Promise<void>): Promise<boolean> {
    let over = false;
    void waiting.then(() => (over = true));
    await vi.advanceTimersByTimeAsync(0);
    return over;
  }

  test.each([true, false])("is waited for, with attempts under way or not: %s", async (underWay) => {
    const waiting = systemClock().wait({ until: now + 1000, underWay, wake: never });
    await vi.advanceTimersByTimeAsync(999);
    expect(await isOver(waiting)).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await isOver(waiting)).toBe(true);
  });

  test("that is over already is not waited for", async () => {
    expect(await isOver(systemClock().wait({ until: now - 5000, underWay: false, wake: never }))).toBe(true);
  });

  test("that never comes is waited for until somebody wakes it", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting = systemClock().wait({ until: Infinity, underWay: false, wake: promise });
    await vi.advanceTimersByTimeAsync(longestTimer);
    expect(await isOver(waiting)).toBe(false);
    resolve();
    expect(await isOver(waiting)).toBe(true);
  });

  test("that is too far for a timer is looked at again on the way", async () => {
    const waiting = systemClock().wait({ until: now + 2 * longestTimer, underWay: false, wake: never });
    await vi.advanceTimersByTimeAsync(longestTimer - 1);
    expect(await isOver(waiting)).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await isOver(waiting)).toBe(true);
  });

  test.each([
    ["is woken", () => Promise.resolve()],
    ["is woken by an error", () => Promise.reject(new Error("the lease is lost"))],
  ])("leaves no timer behind when it %s", async (_, wake) => {
    await systemClock()
      .wait({ until: now + 60_000, underWay: false, wake: wake() })
      .catch(() => {});
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("the heartbeat", () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_546_578_000_000 }));
  afterEach(() => void vi.useRealTimers());

  test("beats every five seconds until it is told to stop", async () => {
    const beat = vi.fn<() => void>();
    const stop = systemClock().heartbeat(beat);
    await import("node-cron");
    await vi.advanceTimersByTimeAsync(15_000);
    expect(beat).toHaveBeenCalledTimes(3);
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(beat).toHaveBeenCalledTimes(3);
  });

  test("makes up with one beat, and without a word, for what a sleep of hours has missed", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const beat = vi.fn<() => void>();
    const stop = systemClock().heartbeat(beat);
    await import("node-cron");
    await vi.advanceTimersByTimeAsync(5000);
    vi.setSystemTime(Date.now() + 8 * 3_600_000);
    await vi.advanceTimersByTimeAsync(10_000);
    stop();
    expect(beat.mock.calls.length).toBeGreaterThan(1);
    expect([...warn.mock.calls, ...log.mock.calls]).toEqual([]);
    vi.restoreAllMocks();
  });

  test("that is told to stop before it has begun does not begin", async () => {
    const beat = vi.fn<() => void>();
    systemClock().heartbeat(beat)();
    await import("node-cron");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(beat).not.toHaveBeenCalled();
  });
});
