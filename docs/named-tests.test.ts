// Every test that docs/reliability.md and docs/security.md name is there, and every row of their tables names one.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

describe.each([
  ["docs/reliability.md", 15, 20],
  ["docs/security.md", 25, 30],
] as const)("%s", (path, fewestRows, fewestTests) => {
  const page = readFileSync(join(root, path), "utf8");

  test("names a test in each row of a table that promises something", () => {
    const rows = tablesOf(page).flatMap(([head = "", , ...body]) =>
      /\| shown by +\|$/.test(head) ? body : [],
    );
    expect(rows.length).toBeGreaterThan(fewestRows);
    expect(rows.filter((row) => !/`[\w./-]+\.test\.ts`: "[^"]+"/.test(row))).toEqual([]);
  });

  test("names no test that is not there", () => {
    // Files, each followed by names of tests in it.
    const named = [...page.matchAll(/`([\w./-]+\.test\.ts)`: ((?:"[^"]+"(?:, )?)+)/g)].flatMap(
      ([, file = "", names = ""]) =>
        [...names.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => ({ file, name })),
    );
    const isThere = ({ file, name }: (typeof named)[number]) =>
      existsSync(join(root, file)) && readFileSync(join(root, file), "utf8").includes(name);
    expect(named.length).toBeGreaterThan(fewestTests);
    expect(named.filter((each) => !isThere(each))).toEqual([]);
  });
});

/** Consecutive lines, each beginning with a bar. */
function tablesOf(page: string): string[][] {
  return [...page.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) => table.trim().split("\n"));
}
