import { array, assert, double, integer, property, string } from "fast-check";
import { expect, test } from "vitest";
import { delayBefore } from "./retry.ts";
import { exponentialBackoff, readDelays } from "./task-options.ts";

test("the last delay of a list repeats", () => {
  const policy = { delays: [1000, 2000], jitter: 0 };
  expect([1, 2, 3, 4].map((retry) => delayBefore(policy, retry, "a"))).toEqual([1000, 2000, 2000, 2000]);
});

test("back-off doubles from retry to retry", () => {
  expect(readDelays(exponentialBackoff({ seconds: 10 }), 4)).toEqual([10_000, 20_000, 40_000, 80_000]);
});

test("jitter spreads a delay within its bounds, in the same way each time the run is carried out", () => {
  const some = {
    delays: array(integer({ min: 1, max: 1e9 }), { minLength: 1 }),
    jitter: double({ min: 0.01, max: 10, noNaN: true }),
  };
  assert(
    property(
      some.delays,
      some.jitter,
      integer({ min: 1, max: 9 }),
      string(),
      (delays, jitter, retry, key) => {
        const plain = delayBefore({ delays, jitter: 0 }, retry, key);
        const delay = delayBefore({ delays, jitter }, retry, key);
        expect(delay).toBeGreaterThanOrEqual(Math.floor(plain / (1 + jitter)));
        expect(delay).toBeLessThanOrEqual(Math.ceil(plain * (1 + jitter)));
        expect(delayBefore({ delays, jitter }, retry, key)).toBe(delay);
      },
    ),
  );
  const policy = { delays: [1e6], jitter: 0.5 };
  expect(new Set(["a", "b", "c", "d"].map((key) => delayBefore(policy, 1, key))).size).toBe(4);
});

test.each([
  [{ seconds: -1 }, "retryDelay is -PT1S; it may not be negative"],
  [[{ seconds: 1 }, "soon"], 'retryDelay[1] is "soon", which is not a duration'],
  [[], "retryDelay is an empty list; leave it out, or name a delay"],
])("the delay %j is refused", (given, words) => {
  expect(() => readDelays(given as never, 1)).toThrow(words);
});
