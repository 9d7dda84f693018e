import { execFileSync } from "node:child_process";
import { chmodSync, linkSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { platform } from "node:process";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../kit/src/testing.ts";
import { watchMadeInPlace } from "./made-in-place.ts";

/** `change` happens to data/stats/a.csv, which is there. */
async function madeBy(change: (path: string, root: string) => void): Promise<string[]> {
  const path = temporaryFolder();
  const file = join(path, "data", "stats", "a.csv");
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, "old");
  const watched = watchMadeInPlace({ path, store: "", logs: "", mailbox: "" });
  change(file, path);
  return watched.end();
}

const bash = (command: string, cwd: string) => execFileSync("bash", ["-c", command], { cwd });

test.skipIf(platform !== "linux").each<[string, (path: string, root: string) => void]>([
  [
    "is taken away, and written again",
    (path) => {
      rmSync(path);
      writeFileSync(path, "new");
    },
  ],
  [
    "is taken away while others are made, and written again",
    (path) => {
      writeFileSync(`${path}.1`, "other");
      rmSync(path);
      writeFileSync(`${path}.2`, "other");
      rmSync(`${path}.2`);
      rmSync(`${path}.1`);
      writeFileSync(path, "new");
      rmSync(path);
      writeFileSync(path, "new");
    },
  ],
  [
    "is taken away, and written by bash",
    (_, root) => bash("rm data/stats/a.csv && echo new >data/stats/a.csv", root),
  ],
])("a file that %s is made in place", async (_, change) => {
  expect(await madeBy(change)).toContain("data/stats/a.csv");
});

test.each<[string, (path: string, root: string) => void]>([
  ["nobody touches", () => {}],
  ["is taken away", (path) => rmSync(path)],
  [
    "another takes the place of, whatever is then done to its dates and rights",
    (path) => {
      writeFileSync(`${path}.new`, "new");
      renameSync(`${path}.new`, path);
      utimesSync(path, 1, 1);
      chmodSync(path, 0o600);
    },
  ],
  [
    "is taken away before another takes its place",
    (path, root) => {
      writeFileSync(join(root, ".new"), "new");
      rmSync(path);
      renameSync(join(root, ".new"), path);
      utimesSync(path, 1, 1);
    },
  ],
  [
    "a finished one is linked to",
    (path) => {
      writeFileSync(`${path}.new`, "new");
      rmSync(path);
      linkSync(`${path}.new`, path);
    },
  ],
  [
    "bash moves into place",
    (_, root) => bash("echo new >n && mv n data/stats/a.csv && touch data/stats/a.csv", root),
  ],
])("a file that %s is not", async (_, change) => {
  expect(await madeBy(change)).not.toContain("data/stats/a.csv");
});
