import { PassThrough, Readable } from "node:stream";
import { finished } from "node:stream/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutLines, longestLine, readLines } from "./lines.ts";

async function linesOf(chunks: Iterable<Buffer>): Promise<string[]> {
  const lines: string[] = [];
  const stream = Readable.from(chunks, { objectMode: false });
  readLines(stream, (line) => lines.push(line));
  await finished(stream);
  return lines;
}

describe("lines", () => {
  test.each([
    ["", []],
    ["one", ["one"]],
    ["one\n", ["one"]],
    ["one\ntwo", ["one", "two"]],
    ["\n\n", ["", ""]],
    ["a\r\nb\r\n", ["a", "b"]],
    ["10 %\r20 %\rdone\n", ["10 %", "20 %", "done"]],
    ["a\n\rb", ["a", "", "b"]],
  ])("of %j are %j", async (text, lines) => {
    expect(await linesOf([Buffer.from(text)])).toEqual(lines);
  });

  test("are the same however the text is cut into pieces, letters of several bytes and all", async () => {
    const text = fc.array(fc.constantFrom("a", "é", "✓", "\r", "\n", "\r\n"), { maxLength: 12 });
    const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1 });
    const rule = fc.asyncProperty(text, sizes, async (letters, widths) => {
      const whole = Buffer.from(letters.join(""));
      const pieces: Buffer[] = [];
      for (let from = 0, turn = 0; from < whole.length; turn++) {
        const to = from + (widths[turn % widths.length] ?? 1);
        pieces.push(whole.subarray(from, to));
        from = to;
      }
      const expected = letters.join("").split(/\r\n|\n|\r/);
      if (expected.at(-1) === "") expected.pop();
      expect(await linesOf(pieces)).toEqual(expected);
    });
    await fc.assert(rule);
  });

  test("are given as they come", () => {
    const stream = new PassThrough();
    const lines: string[] = [];
    readLines(stream, (line) => lines.push(line));
    stream.write("one\ntw");
    stream.read();
    expect(lines).toEqual(["one"]);
  });

  test("without an end are held in part", async () => {
    const flood = Array.from({ length: 100 }, () => Buffer.alloc(longestLine, "x"));
    const lines = await linesOf([...flood, Buffer.from("\nnext\n")]);
    expect(lines.map((line) => line.length)).toEqual([2 * longestLine, 4]);
  });
});

describe("a line of a text", () => {
  const whole = "x".repeat(longestLine);
  test.each([
    ["short\nlines", "short\nlines"],
    [whole, whole],
    [`${whole}x`, `${whole} … (cut: a line may have 64 kB)`],
    [`a\n${whole}xyz\nb`, `a\n${whole} … (cut: a line may have 64 kB)\nb`],
  ])("that is too long is cut, and says so", (text, cut) => {
    expect(cutLines(text) === cut).toBe(true); // a diff of these would be too long to read
  });
});
