import { expect, test } from "vitest";
import { isSentence } from "./sentence.ts";

test.each([
  "there is no price between 09:00 and 10:00",
  "no prices",
  "Error: no minute of 2024-01-15T09 in data/binance/raw/2024-01-15/daily_raw.csv (work/13/dag.ts:30)",
  "ENOENT: no such file or directory, open 'data/x.csv' (work/13/dag.ts:30)",
  "es gibt keine Preise für diese Stunde",
])("%j is a sentence", (error) => {
  expect(isSentence(error)).toBe(true);
});

test.each([
  "x",
  "error (work/13/dag.ts:30)",
  "42",
  "Cannot read properties of undefined (reading 'price')",
  "TypeError: Cannot read properties of undefined (reading 'price') (work/13/dag.ts:30)",
  "rows.first is not a function (work/13/dag.ts:30)",
  "Reduce of empty array with no initial value",
])("%j is none", (error) => {
  expect(isSentence(error)).toBe(false);
});
