// Consecutive lessons are read side by side, so they must differ in the lesson's own idea alone.

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const here = new URL(".", import.meta.url);
const lessons = readdirSync(here)
  .filter((name) => /^(0[1-9]|1[01])_/.test(name))
  .toSorted();

const mostLines = 25;
/** Lesson 11 has a whole task more. */
const mostLinesOf: Readonly<Record<string, number>> = { "11_atomic_send": 35 };

const steps = lessons.slice(1).map((name, index) => {
  const before = lessons[index] ?? "";
  return { before, name, lines: changedLines(linesOf(before), linesOf(name)) };
});

test("there are ten steps", () => {
  expect(steps).toHaveLength(10);
});

test.each(steps)("from $before to $name $lines lines change", ({ name, lines }) => {
  expect(lines).toBeGreaterThan(0);
  expect(lines).toBeLessThanOrEqual(mostLinesOf[name] ?? mostLines);
});

function linesOf(name: string): string[] {
  return readFileSync(new URL(`${name}/dag.ts`, here), "utf8").split("\n");
}

/** Lines taken away and lines added: all that are not in the longest common subsequence. */
function changedLines(before: readonly string[], after: readonly string[]): number {
  let lengths: number[] = after.map(() => 0);
  for (const old of before) {
    const next: number[] = [];
    for (const [index, line] of after.entries()) {
      const diagonal = (lengths[index - 1] ?? 0) + 1;
      next.push(line === old ? diagonal : Math.max(next[index - 1] ?? 0, lengths[index] ?? 0));
    }
    lengths = next;
  }
  return before.length + after.length - 2 * (lengths.at(-1) ?? 0);
}
