// The evening path: docs/architecture.md lists what `pnpm tour` walks through, no file that decides is left out, and
// the whole stays readable in an evening.

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { aside, stops } from "../kit/src/tour/stops.ts";
import { isForTests, root } from "./house.ts";

const source = join(root, "engine", "src");
const files = stops.map(({ file }) => file);

test("docs/architecture.md lists the files of the tour, in the same order", () => {
  const page = readFileSync(join(root, "docs/architecture.md"), "utf8");
  const [, section = ""] = /\n## The evening path\n([^]*?)\n## /.exec(page) ?? [];
  const listed = [...section.matchAll(/^\d+\. ([^:]+): (.*)$/gm)].map(([, part, names = ""]) => [
    part,
    [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  ]);
  const parts = Map.groupBy(stops, ({ part }) => part);
  expect(listed).toEqual([...parts].map(([part, those]) => [part, those.map(({ file }) => file)]));
});

test("each file is there, and is read once", () => {
  const known = globSync("**/*.ts", { cwd: source }).map((file) => file.replaceAll("\\", "/"));
  expect(files.filter((file) => !known.includes(file))).toEqual([]);
  expect(new Set(files).size).toBe(files.length);
});

test("all of the core and of the scheduler is on it, or named beside it", () => {
  const all = globSync(["core/*.ts", "scheduler/*.ts"], { cwd: source })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => !isForTests(file));
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter((file) => !files.includes(file)).toSorted()).toEqual(aside);
  const page = readFileSync(join(root, "docs/architecture.md"), "utf8");
  expect(aside.filter((file) => !page.includes(`\`${file}\``))).toEqual([]);
});

test("it has fewer than 3,500 lines", () => {
  const lines = files.map((file) => readFileSync(join(source, file), "utf8").trimEnd().split("\n").length);
  expect(lines.reduce((sum, number) => sum + number)).toBeLessThan(3500);
});
