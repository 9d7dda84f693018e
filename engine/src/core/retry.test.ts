import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mayRetry, retryDelay, spread, type RetryPolicy } from "./retry.ts";

const policy: RetryPolicy = { retries: 3, retryDelay: 30_000, exponentialBackoff: true, maxRetryDelay: null };
const key = "11_atomic_send#fetch_events#2019-01-01 00:00:00+00:00";
const day = 86_400_000;

describe("with exponential back-off", () => {
  test("the waits are Airflow's, to the second", () => {
    const waits = [1, 2, 3, 4, 5, 6, 7].map((tryNumber) => retryDelay(policy, tryNumber, key) / 1000);
    expect(waits).toEqual([50, 105, 128, 405, 860, 1520, 2642]);
  });

  test("no wait is longer than maxRetryDelay", () => {
    const capped = { ...policy, maxRetryDelay: 600_000 };
    const waits = [1, 2, 3, 4, 5, 6, 7].map((tryNumber) => retryDelay(capped, tryNumber, key) / 1000);
    expect(waits).toEqual([50, 105, 128, 405, 600, 600, 600]);
  });

  test("a delay of zero waits one second", () => {
    expect(retryDelay({ ...policy, retryDelay: 0 }, 3, key)).toBe(1000);
  });

  test("a wait lies between the doubled delay and its double, is at most a day, and is the same each time", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3600 }),
        fc.integer({ min: 1, max: 2000 }),
        fc.string(),
        (seconds, tryNumber, name) => {
          const wait = retryDelay({ ...policy, retryDelay: seconds * 1000 }, tryNumber, name);
          const base = seconds * 1000 * 2 ** (tryNumber - 1);
          expect(wait).toBeGreaterThanOrEqual(Math.min(base, day));
          expect(wait).toBeLessThanOrEqual(Math.min(base * 2, day));
          expect(retryDelay({ ...policy, retryDelay: seconds * 1000 }, tryNumber, name)).toBe(wait);
        },
      ),
    );
  });

  test("tasks that failed together do not come back together", () => {
    const waits = Array.from({ length: 50 }, (_, index) => spread(600_000, `task ${index}`));
    expect(new Set(waits).size).toBeGreaterThan(40);
  });
});

test("without back-off every wait is the same", () => {
  const steady = { ...policy, exponentialBackoff: false };
  expect([1, 2, 9].map((tryNumber) => retryDelay(steady, tryNumber, key))).toEqual([30_000, 30_000, 30_000]);
});

test.each([
  [3, 1, 3, true],
  [3, 3, 3, true],
  [3, 4, 3, false],
  [3, 6, 7, true], // cleared after its fourth try: three more
  [0, 1, 1, false], // cleared, but a task without retries has none
])("with %i retries, try %i of at most %i may be repeated: %s", (retries, tryNumber, maxTries, expected) => {
  expect(mayRetry({ ...policy, retries }, tryNumber, maxTries)).toBe(expected);
});
