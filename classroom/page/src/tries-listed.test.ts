import { expect, test } from "vitest";
import { listedOf } from "./tries-listed.tsx";

const tries = (many: number, failed: number) =>
  Array.from({ length: many }, (_, each) => ({ each, error: each === failed ? "not today" : null }));

test("up to a hundred tries are all listed, as they are", () => {
  expect(listedOf(tries(100, 99))).toEqual(tries(100, 99));
});

test("of more, a hundred are listed, the one that failed first", () => {
  const listed = listedOf(tries(1000, 999)).map(({ each }) => each);
  expect(listed).toHaveLength(100);
  expect(listed.slice(0, 3)).toEqual([999, 0, 1]);
});
