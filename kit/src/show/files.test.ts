import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { listFiles, prepareFolder, type RunFolder } from "../../../stage/src/run-folder.ts";
import { plainScreen, temporaryFolder } from "../testing.ts";
import { showFiles } from "./files.ts";

let folder: RunFolder;

beforeEach(() => {
  folder = prepareFolder(join(temporaryFolder(), "run"), false);
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder.path, path)), { recursive: true });
  writeFileSync(join(folder.path, path), text);
}

const show = () => showFiles(listFiles(folder), folder, plainScreen);

test("each file with its size, and of a CSV its first rows", () => {
  write("data/events.json", "[]");
  write("data/stats.csv", "date,user,0\n2019-01-01,alice,1\n2019-01-01,bob,1\n2019-01-02,bob,7\n");
  expect(show()).toEqual([
    "  data/events.json  2 bytes",
    "  data/stats.csv    65 bytes",
    "",
    "  data/stats.csv",
    "    date,user,0",
    "    2019-01-01,alice,1",
    "    2019-01-01,bob,1",
    "    … 1 more row",
  ]);
});

test("a CSV with nothing but its header, and one without anything", () => {
  write("a.csv", "date,user,0\n");
  write("b.csv", "");
  expect(show().slice(2)).toEqual(["", "  a.csv", "    date,user,0", "", "  b.csv"]);
});

test("of many files the first and the last, and of many CSVs the first three", () => {
  for (let day = 10; day < 31; day++) write(`data/${day}.csv`, "a\n");
  const lines = show();
  expect(lines.slice(4, 7)).toEqual([
    "  data/14.csv  2 bytes",
    "  … 11 more files",
    "  data/26.csv  2 bytes",
  ]);
  expect(lines.filter((line) => /^ {2}data\/\d+\.csv$/.test(line))).toHaveLength(3);
});

test("no files are none", () => {
  expect(show()).toEqual(["  none"]);
});
