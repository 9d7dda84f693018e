import fc from "fast-check";
import { expect, test } from "vitest";
import { csvText, parseCsv } from "./csv.ts";

test("only fields that need quotes have them", () => {
  expect(
    csvText([
      ["a", "", " b "],
      ["c,d", 'e"f', "g\nh"],
    ]),
  ).toBe('a,, b \n"c,d","e""f","g\nh"\n');
});

test("a carriage return alone has no quotes, but where it would become a part of the line's end", () => {
  expect(csvText([["a\rb", "c\r", "d\re", "f\r"]])).toBe('a\rb,c\r,d\re,"f\r"\n');
});

test("what was written is read as it was", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", " ", "é", "\u{1d4b3}") });
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }));
  fc.assert(
    fc.property(rows, (table) => {
      expect(parseCsv(csvText(table))).toEqual(table);
    }),
  );
});

test("a last line without a newline is read, too", () => {
  expect(parseCsv("a,b\r\n1,2")).toEqual([
    ["a", "b"],
    ["1", "2"],
  ]);
  expect(parseCsv("")).toEqual([]);
});
