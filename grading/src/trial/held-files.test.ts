import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { platform } from "node:process";
import { expect, onTestFinished, test } from "vitest";
import { holdFiles } from "./held-files.ts";

/** `change` happens to data/a.csv, which is there, beside data/b.csv; data/new comes later. */
function overwrittenBy(change: (path: string, data: string) => void): string[] {
  const path = mkdtempSync(join(tmpdir(), "daglings-held-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  const data = join(path, "data");
  mkdirSync(data);
  for (const name of ["a.csv", "b.csv"]) {
    writeFileSync(join(data, name), "old");
    utimesSync(join(data, name), 1, 1);
  }
  const held = holdFiles({ path, store: "", logs: "", mailbox: "" });
  writeFileSync(join(data, "new"), "new");
  change(join(data, "a.csv"), data);
  const overwritten = held.overwritten();
  held.close();
  return overwritten;
}

test.skipIf(platform === "win32").each([
  ["is written again", (path: string) => writeFileSync(path, "new")],
  ["is written again with what it had", (path: string) => writeFileSync(path, "old")],
  ["is appended to", (path: string) => appendFileSync(path, "more")],
  ["is copied over", (path: string, data: string) => copyFileSync(join(data, "new"), path)],
])("a file that %s is overwritten", (_, change) => {
  expect(overwrittenBy(change)).toEqual(["data/a.csv"]);
});

test.each([
  ["nobody touches", () => {}],
  ["another takes the place of", (path: string, data: string) => renameSync(join(data, "new"), path)],
  [
    "another takes the place of, which is then written to",
    (path: string, data: string) => {
      renameSync(join(data, "new"), path);
      appendFileSync(path, "more");
    },
  ],
  ["is taken away", (path: string) => rmSync(path)],
])("a file that %s is not", (_, change) => {
  expect(overwrittenBy(change)).toEqual([]);
});
