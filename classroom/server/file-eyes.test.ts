import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { platform } from "node:process";
import { expect, onTestFinished, test } from "vitest";
import { openFileEyes, versionsFolder } from "./file-eyes.ts";

function openFolder() {
  const folder = mkdtempSync(join(tmpdir(), "daglings-eyes-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const write = (path: string, text: string) => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const kept = (version: number | null | undefined, bytes: number | null | undefined) =>
    readFileSync(join(folder, versionsFolder, String(version)))
      .subarray(0, bytes ?? 0)
      .toString();
  return { folder, write, kept, eyes: openFileEyes(folder) };
}

test("what is new is seen once, with its content", () => {
  const { write, eyes, kept } = openFolder();
  write("data/a.csv", "one");
  const [seen, ...more] = eyes.look(false);
  expect(more).toEqual([]);
  expect(seen).toMatchObject({ path: "data/a.csv", bytes: 3 });
  expect(kept(seen?.version, seen?.bytes)).toBe("one");
  expect(eyes.look(false)).toEqual([]);
});

test("both versions of a file that is written again are kept", () => {
  const { write, eyes, kept } = openFolder();
  write("data/events.json", "[1]");
  const [first] = eyes.look(false);
  write("data/events.json", "[2]"); // as long as before, and within the same tick
  const [second] = eyes.look(false);
  expect(kept(first?.version, first?.bytes)).toBe("[1]");
  expect(kept(second?.version, second?.bytes)).toBe("[2]");
});

test("a file that only grows is kept once, and each version is its beginning", () => {
  const { write, eyes, kept } = openFolder();
  write("raw.csv", "a\n");
  const [first] = eyes.look(false);
  write("raw.csv", "a\nb\n");
  const [second] = eyes.look(false);
  expect(second?.version).toBe(first?.version);
  expect(kept(first?.version, first?.bytes)).toBe("a\n");
  expect(kept(second?.version, second?.bytes)).toBe("a\nb\n");
});

test("a file that replaces another is a new version; one that goes away is reported", () => {
  const { folder, write, eyes } = openFolder();
  write("a.csv", "old");
  eyes.look(false);
  write("b.csv", "new");
  renameSync(join(folder, "b.csv"), join(folder, "a.csv"));
  expect(eyes.look(false)).toMatchObject([{ path: "a.csv", bytes: 3 }]);
  rmSync(join(folder, "a.csv"));
  expect(eyes.look(false)).toEqual([{ path: "a.csv", bytes: null, version: null }]);
});

test("the kit's own files are not the run's, and what is hidden is not shown", () => {
  const { write, eyes } = openFolder();
  for (const path of [
    "logs/x.log",
    "mailbox/list.json",
    "daglings.db",
    "daglings.db-wal",
    ".secret",
    "data/.lock",
  ]) {
    write(path, "x");
  }
  write("data/logs/mine.csv", "x");
  expect(eyes.look(true).map(({ path }) => path)).toEqual(["data/logs/mine.csv"]);
});

test.skipIf(platform === "win32")("a link does not count as a file of the run", () => {
  const { folder, eyes } = openFolder();
  symlinkSync("/etc/hosts", join(folder, "hosts.csv"));
  symlinkSync("/etc", join(folder, "etc"));
  expect(eyes.look(true)).toEqual([]);
});
