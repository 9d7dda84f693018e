import { expect, test } from "vitest";
import { nextPoke, type PokePolicy } from "./poke.ts";

const policy: PokePolicy = {
  mode: "poke",
  pokeInterval: 60_000,
  timeout: 600_000,
  softFail: false,
  exponentialBackoff: false,
  maxWait: null,
};
const look = { number: 2, waited: 0, key: "dag#task#date" };

test("the next poke comes after the interval", () => {
  expect(nextPoke(policy, look)).toBe(60_000);
});

test("a sensor that has waited exactly as long as its timeout looks once more, and then no more", () => {
  expect(nextPoke(policy, { ...look, waited: 600_000 })).toBe(60_000);
  expect(nextPoke(policy, { ...look, waited: 600_001 })).toBeNull();
});

test("with back-off the waits double, spread by a hash", () => {
  const growing = { ...policy, exponentialBackoff: true, timeout: 86_400_000 };
  const waits = [2, 3, 4, 5].map((number) => nextPoke(growing, { ...look, number }) ?? 0);
  for (const [index, wait] of waits.entries()) {
    expect(wait).toBeGreaterThanOrEqual(60_000 * 2 ** index);
    expect(wait).toBeLessThan(60_000 * 2 ** (index + 1));
  }
});

test("a growing wait never goes beyond maxWait or the timeout", () => {
  const growing = { ...policy, exponentialBackoff: true };
  expect(nextPoke({ ...growing, maxWait: 90_000 }, { ...look, number: 6 })).toBe(90_000);
  expect(nextPoke(growing, { ...look, number: 6, waited: 590_000 })).toBe(10_000);
});
