import { expect, test } from "vitest";
import { readLessons } from "./lesson-range.ts";

const numbers = (range: string | undefined) => readLessons(range).map(({ number }) => number);

test("a range of lessons is read as people write it", () => {
  expect(numbers("01-03")).toEqual(["01", "02", "03"]);
  expect(numbers("8")).toEqual(["08"]);
  expect(numbers("08_templated_path-9")).toEqual(["08", "09"]);
  expect(numbers("05-06, 01,5")).toEqual(["01", "05", "06"]);
  expect(numbers(undefined).length).toBeGreaterThan(13);
});

test.each([
  ["", "write a lesson or a range"],
  ["1-2-3", "write a lesson or a range"],
  ["1,", "write a lesson or a range"],
  ["08-01", "ends before it begins; write 01-08"],
  ["01-99", 'no lesson "99"'],
])('"%s" is answered with a sentence', (range, sentence) => {
  expect(() => readLessons(range)).toThrow(sentence);
});
