import { expect, test } from "vitest";
import { isRecovered } from "./recovered.ts";

const tries = (...numbers: readonly number[]) => numbers.map((tryNumber) => ({ tryNumber }));

test.each([
  ["success", tries(1, 2, 0), true],
  ["success", tries(1, 1, 0), false],
  ["success", [], false],
  ["failed", tries(1, 2), false],
  ["running", tries(2), false],
] as const)("%s with tries %j: %j", (state, tasks, expected) => {
  expect(isRecovered(state, tasks)).toBe(expected);
});
