import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { execPath, pid, platform } from "node:process";
import { EnvironmentError, UsageError } from "@daglings/engine";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../kit/src/testing.ts";
import { leaveFolder, listFiles, listPaths, prepareFolder, readIfThere } from "./run-folder.ts";

function write(path: string, text = "x"): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

test("a folder that is not there is made, with a mark in it", () => {
  const path = join(temporaryFolder(), "runs", "08");
  const folder = prepareFolder(path, false);
  expect(readdirSync(path).toSorted()).toEqual([".daglings-in-use", ".daglings-run"]);
  leaveFolder(folder);
  expect(readdirSync(path)).toEqual([".daglings-run"]);
  expect(folder).toEqual({
    path,
    store: join(path, "daglings.db"),
    logs: join(path, "logs"),
    mailbox: join(path, "mailbox"),
  });
});

describe("one that the kit has made", () => {
  test("is emptied", () => {
    const { path } = prepareFolder(join(temporaryFolder(), "run"), false);
    write(join(path, "data", "events", "2019-01-01.json"));
    write(join(path, "daglings.db"));
    leaveFolder(prepareFolder(path, false));
    expect(readdirSync(path)).toEqual([".daglings-run"]);
  });

  test("is kept as it is, if that is asked for", () => {
    const { path } = prepareFolder(join(temporaryFolder(), "run"), true);
    write(join(path, "data", "events.json"), "old");
    prepareFolder(path, true);
    expect(readFileSync(join(path, "data", "events.json"), "utf8")).toBe("old");
  });

  test.skipIf(platform === "win32")("loses a link, and not what it leads to", () => {
    const elsewhere = join(temporaryFolder(), "mine");
    write(join(elsewhere, "thesis.txt"), "mine");
    const { path } = prepareFolder(join(temporaryFolder(), "run"), false);
    symlinkSync(elsewhere, join(path, "data"));
    leaveFolder(prepareFolder(path, false));
    expect(readdirSync(path)).toEqual([".daglings-run"]);
    expect(readFileSync(join(elsewhere, "thesis.txt"), "utf8")).toBe("mine");
  });
});

describe("one in which a process works", () => {
  test("is refused to any other, and left as it is", async () => {
    const { path } = prepareFolder(join(temporaryFolder(), "run"), false);
    write(join(path, "data", "half.csv"));
    const file = join(path, ".daglings-in-use");
    const other = spawn(execPath, ["--eval", "process.stdin.resume()"], {
      stdio: ["pipe", "ignore", "ignore"],
    });
    const ended = once(other, "close");
    writeFileSync(file, `${other.pid}\n`);
    for (const keep of [false, true]) {
      expect(() => prepareFolder(path, keep)).toThrow(UsageError);
      expect(() => prepareFolder(path, keep)).toThrow(
        `process ${other.pid} works in ${path}; wait for its end`,
      );
    }
    expect(readdirSync(join(path, "data"))).toEqual(["half.csv"]);

    other.stdin?.end(); // a process that has ended holds nobody up
    await ended;
    prepareFolder(path, false);
    expect(readFileSync(file, "utf8")).toBe(`${pid}\n`);
  });
});

describe("any other", () => {
  test.each([false, true])("is left alone, and refused (keep: %s)", (keep) => {
    const path = temporaryFolder();
    write(join(path, "thesis.txt"), "mine");
    const sentence = `${path} is not empty, and no lesson has made it; name another folder with --dir`;
    expect(() => prepareFolder(path, keep)).toThrow(new UsageError(sentence));
    expect(readdirSync(path)).toEqual(["thesis.txt"]);
  });

  test("is taken where it is empty", () => {
    const path = temporaryFolder();
    leaveFolder(prepareFolder(path, false));
    expect(readdirSync(path)).toEqual([".daglings-run"]);
  });

  test("that is a file is refused", () => {
    const file = join(temporaryFolder(), "file");
    write(file);
    for (const path of [file, join(file, "below")]) {
      expect(() => prepareFolder(path, false)).toThrow(EnvironmentError);
      expect(() => prepareFolder(path, false)).toThrow(
        /cannot be used as the run's folder \(.*\); name another with --dir/,
      );
    }
    expect(readFileSync(file, "utf8")).toBe("x");
  });
});

test("what tasks have left is listed, with slashes and in order, without the kit's own", () => {
  const folder = prepareFolder(join(temporaryFolder(), "run"), false);
  const own = [
    "daglings.db",
    "daglings.db-wal",
    "logs/x/1.log",
    "mailbox/list.json",
    ".hidden/a",
    "data/.part",
  ];
  for (const path of [...own, "data/b.csv", "data/a/c.csv", "z.txt", "data/logs/1.log"])
    write(join(folder.path, path));
  expect(listPaths(folder)).toEqual(["data/a/c.csv", "data/b.csv", "data/logs/1.log", "z.txt"]);
});

test("each file with its size and its hash", () => {
  const folder = prepareFolder(join(temporaryFolder(), "run"), false);
  write(join(folder.path, "data", "ä.csv"), "grüße\n");
  const sha256 = createHash("sha256").update("grüße\n").digest("hex");
  expect(listFiles(folder)).toEqual([{ path: "data/ä.csv", bytes: 8, sha256 }]);
});

test("a file that was removed in the meantime is not left; one that cannot be read is an error", () => {
  expect(readIfThere(join(temporaryFolder(), "gone.csv"))).toBeNull();
  expect(() => readIfThere(temporaryFolder())).toThrow(/EISDIR/);
});
