// Every test that docs/reliability.md names is there.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const page = readFileSync(join(root, "docs/reliability.md"), "utf8");

/** The last cell of each row: files, each followed by names of tests in it. */
const named = [...page.matchAll(/`([\w./-]+\.test\.ts)`: ((?:"[^"]+"(?:, )?)+)/g)].flatMap(
  ([, file = "", names = ""]) => [...names.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => ({ file, name })),
);

test("every failure has a test that is named", () => {
  const rows = page.split("\n").filter((line) => /^\| (?!what happens|-)/.test(line));
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter((row) => !/`[\w./-]+\.test\.ts`: "[^"]+"/.test(row))).toEqual([]);
});

test("every test that is named is there", () => {
  const isThere = ({ file, name }: (typeof named)[number]) =>
    existsSync(join(root, file)) && readFileSync(join(root, file), "utf8").includes(name);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((each) => !isThere(each))).toEqual([]);
});
