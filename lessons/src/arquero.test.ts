import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import * as aq from "arquero";

const folder = mkdtempSync(join(tmpdir(), "daglings-test-"));
const file = join(folder, "events.csv");
writeFileSync(file, "user,count\na,1\nb,2\n");
afterAll(() => rmSync(folder, { recursive: true }));

test("arquero is loaded as one file, which has all that its many have", async () => {
  const many = (await import(new URL("../src/index.js", import.meta.resolve("arquero")).href)) as object;
  expect(import.meta.resolve("arquero")).toContain("dist/arquero.js");
  expect(Object.keys(aq)).toEqual(expect.arrayContaining(Object.keys(many)));
});

test.each([file, pathToFileURL(file).href])("arquero reads a file of this machine: %#", async (path) => {
  const table = await aq.loadCSV(path);
  expect(table.objects()).toEqual([
    { user: "a", count: 1 },
    { user: "b", count: 2 },
  ]);
});

test("arquero says which file is not there", async () => {
  await expect(aq.loadCSV(join(folder, "none.csv"))).rejects.toThrow("none.csv");
});
