import fc from "fast-check";
import { expect, test } from "vitest";
import { plainScreen, screenOf } from "../testing.ts";
import { wrapProse, wrapText } from "./wrap.ts";

test("a text is broken between its words, and goes on where it is told to", () => {
  expect(wrapText("one two three four", 11, "- ", "  ")).toEqual(["- one two", "  three", "  four"]);
  expect(wrapText("short", 11)).toEqual(["short"]);
  expect(wrapText("", 11, "- ")).toEqual(["- "]);
});

test("a word that is too long has a line of its own", () => {
  expect(wrapText("a verylongwordindeed b", 8)).toEqual(["a", "verylongwordindeed", "b"]);
});

test("no word is lost, and no line is longer than it must be", () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 });
  fc.assert(
    fc.property(words, fc.integer({ min: 14, max: 60 }), (list, width) => {
      const lines = wrapText(list.join(" "), width, "- ", "  ");
      expect(lines.flatMap((line) => line.slice(2).split(" "))).toEqual(list);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    }),
  );
});

test("prose hangs below its beginning, and in plain mode it is one line", () => {
  const screen = screenOf({ width: 16 });
  expect(wrapProse("one two three", screen, "Try: ")).toEqual(["Try: one two", "     three"]);
  expect(wrapProse("one two three ".repeat(20).trim(), plainScreen, "Try: ")).toHaveLength(1);
});
