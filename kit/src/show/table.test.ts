import { styleText } from "node:util";
import { expect, test } from "vitest";
import { alignColumns } from "./table.ts";

test("columns stand below each other, and lines end with their last letter", () => {
  expect(
    alignColumns([
      ["a", "long", "x"],
      ["longer", "", ""],
      ["b", "c", "yz"],
    ]),
  ).toEqual(["a       long  x", "longer", "b       c     yz"]);
});

test("what has nothing behind it may be as long as it likes", () => {
  expect(alignColumns([["2019-01-01", "success"], ["… 2,872 more runs"], ["x", "y"]])).toEqual([
    "2019-01-01  success",
    "… 2,872 more runs",
    "x           y",
  ]);
});

test("colours take no room", () => {
  const red = styleText("red", "no", { validateStream: false });
  expect(
    alignColumns([
      [red, "x"],
      ["none", "y"],
    ]),
  ).toEqual([`${red}    x`, "none  y"]);
});

test("nothing gives no lines", () => {
  expect(alignColumns([])).toEqual([]);
});
