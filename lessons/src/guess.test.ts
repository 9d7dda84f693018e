import { describe, expect, test } from "vitest";
import { cellText, guessColumn } from "./guess.ts";

describe("a column is read as pandas reads it", () => {
  test.each<[string, unknown[], unknown[]]>([
    ["whole numbers", ["10", " 9", "+1_000", 3], ["10", "9", "1000", "3"]],
    ["numbers with a point, as soon as one has it", ["10", "9.5", "1e5"], ["10.0", "9.5", "100000.0"]],
    ["numbers with a point, as soon as a user is not there", [10, null], ["10.0", null]],
    ["very large and very small ones", ["1e16", "1e-5", "-inf"], ["1e+16", "1e-05", "-inf"]],
    ["19 digits to the last", ["9007199254740993"], ["9007199254740993"]],
    ["more than 64 bits as a float", ["12345678901234567890"], ["1.2345678901234567e+19"]],
    ["what is not a number for Python", ["0x10", "", "1,5"], ["0x10", "", "1,5"]],
    ["nan, which is nobody", ["nan", "1"], [null, "1.0"]],
    ["nan, which is a name among names", ["nan", "bob"], ["nan", "bob"]],
    ["booleans", [true, false], ["True", "False"]],
    ["booleans among numbers", [true, 5], ["1", "5"]],
    ["numbers and booleans among names", ["bob", 10, true, 1], ["bob", 10, true, true]],
  ])("%s", (_, values, cells) => {
    expect(guessColumn(values)).toEqual(cells);
  });

  test("numbers and booleans among names are printed as Python prints them", () => {
    expect([true, 10, 1.5, 1e-7, 1e22].map(cellText)).toEqual(["True", "10", "1.5", "1e-07", "1e+22"]);
  });
});

test("unlike in pandas, two users whose names are one number stay two users", () => {
  expect(guessColumn(["010", "10", "9"])).toEqual(["010", "10", "9"]);
  expect(guessColumn(["010", "9"])).toEqual(["10", "9"]);
});
