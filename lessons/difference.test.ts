// What is read side by side must differ in one idea alone: a lesson and the next one, and a lesson and each of its variants.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const here = new URL(".", import.meta.url);
const all = readdirSync(here)
  .filter((name) => /^\d\d_/.test(name))
  .toSorted();
const lessons = all.filter((name) => name > "01" && name < "12");

const mostLines = 25;
/** Lesson 11 has a whole task more. */
const mostLinesOf: Readonly<Record<string, number>> = { "11_atomic_send": 35 };

const mostLinesOfVariant = 20;

const steps = lessons.slice(1).map((name, index) => {
  const before = lessons[index] ?? "";
  return { before, name, lines: changedLines(linesOf(before), linesOf(name)) };
});

const variants = all.flatMap((name) =>
  readdirSync(new URL(`${name}/variants`, here)).map((variant) => {
    const lesson = ["dag.ts", "script.ts"].find((file) => existsSync(new URL(`${name}/${file}`, here))) ?? "";
    const lines = changedLines(linesOf(name, lesson), linesOf(name, `variants/${variant}`));
    return { name, variant, lines };
  }),
);

test("there are ten steps", () => {
  expect(steps).toHaveLength(10);
});

test.each(steps)("from $before to $name $lines lines change", ({ name, lines }) => {
  expect(lines).toBeGreaterThan(0);
  expect(lines).toBeLessThanOrEqual(mostLinesOf[name] ?? mostLines);
});

test.each(variants)("$name differs from its variant $variant in $lines lines", ({ lines }) => {
  expect(lines).toBeGreaterThan(0);
  expect(lines).toBeLessThanOrEqual(mostLinesOfVariant);
});

test("every lesson has a variant, and each says in its first line what is wrong, or is for Airflow 3", () => {
  expect(new Set(variants.map(({ name }) => name))).toEqual(new Set(all));
  const silent = variants.filter(
    ({ name, variant }) =>
      !linesOf(name, `variants/${variant}`)[0]?.startsWith("// Wrong on purpose: ") &&
      variant !== "airflow-3.ts",
  );
  expect(silent).toEqual([]);
});

function linesOf(name: string, file = "dag.ts"): string[] {
  return readFileSync(new URL(`${name}/${file}`, here), "utf8").split("\n");
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
