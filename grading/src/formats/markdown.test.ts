import { Marked } from "marked";
import { describe, expect, test } from "vitest";
import { markdown } from "./markdown.ts";
import { failResult, nasty, resultWith, samples, testWith } from "./testing.ts";

/** Cells of the table, as a reader of Markdown finds them. */
function cellsIn(text: string): string[][] {
  const table = new Marked({ gfm: true }).lexer(text).find(({ type }) => type === "table");
  if (table?.type !== "table") throw new Error("no table");
  return (table as { rows: { text: string }[][] }).rows.map((row) => row.map((cell) => cell.text));
}

describe("the summary in Markdown", () => {
  test("has a row for each lesson", () => {
    expect(markdown(samples)).toContain("1 of 3 lessons passed");
    const rows = cellsIn(markdown(samples));
    expect(rows.map((row) => row.length)).toEqual([4, 4, 4]);
    expect(rows[1]?.slice(1, 3)).toEqual(["FAIL", "1 of 4"]);
  });

  test("treats nothing that a student has written as Markdown or HTML", () => {
    const html = new Marked({ gfm: true, async: false }).parse(markdown([failResult])) as string;
    expect(html).not.toContain("<b>");
    expect(html).not.toContain("<code>");
    expect(html).not.toContain("<em>");
    expect(html).toContain("&lt;b&gt;");
  });

  test("stays within what GitHub shows", () => {
    const long = testWith({ status: "fail", score: 0, name: "x".repeat(200), message: nasty.repeat(9) });
    const many = Array.from({ length: 5000 }, () => resultWith({ status: "fail", tests: [long] }));
    const text = markdown(many);
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    expect(text).toMatch(/\d+ more lessons are not shown/);
  });
});
