import { work } from "./work-testing.ts"; // first, because it says where the files are
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { EnvironmentError, UsageError } from "@daglings/engine";
import { afterEach, describe, expect, test, vi } from "vitest";
import { findLesson, kitFolder } from "../../../stage/src/catalogue.ts";
import { recordProgress } from "./progress.ts";
import {
  findWork,
  hasBegun,
  keepBackup,
  listBackups,
  listBegun,
  shownPath,
  takeAway,
  versionOf,
  workFile,
  workFolderOf,
  writeCopy,
} from "./work-files.ts";

const eight = findLesson("08");
const file = workFile(eight);

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

afterEach(() => vi.unstubAllEnvs());

test("a version is in the student's folder, under the lesson's name", () => {
  expect(file).toBe(join(work, "08_templated_path", "dag.ts"));
  expect(workFile(findLesson("00"))).toBe(join(work, "00_regular_script", "script.ts"));
  expect([hasBegun(eight), listBegun()]).toEqual([false, []]);
  write(file, "mine");
  expect([hasBegun(eight), listBegun()]).toEqual([true, [eight]]);
});

test("a path inside the kit is short", () => {
  expect(shownPath(join(kitFolder, "work", "08_templated_path", "dag.ts"))).toBe(
    "work/08_templated_path/dag.ts",
  );
  expect(shownPath(resolve(kitFolder, "..", "elsewhere"))).toBe(resolve(kitFolder, "..", "elsewhere"));
});

describe("the lesson that is meant", () => {
  test("is the one that is named", () => {
    write(file, "mine");
    expect(findWork("8")).toEqual(eight);
    expect(() => findWork("07")).toThrow(
      new UsageError(
        `there is no ${join(work, "07_templated_query_ds", "dag.ts")} yet; pnpm start 07 makes it`,
      ),
    );
  });

  test("else the one in whose folder the user is", async () => {
    write(file, "mine");
    await recordProgress("07_templated_query_ds", (last) => last);
    vi.stubEnv("INIT_CWD", join(work, "08_templated_path", "deeper"));
    expect(findWork(undefined)).toEqual(eight);
  });

  test("else the one that was worked on last", async () => {
    vi.stubEnv("INIT_CWD", kitFolder);
    write(file, "mine");
    await recordProgress("08_templated_path", (last) => last);
    expect(findWork(undefined)).toEqual(eight);
  });

  test("and none where none was begun", () => {
    vi.stubEnv("INIT_CWD", kitFolder);
    expect(() => findWork(undefined)).toThrow(
      new UsageError(
        "no lesson was started yet; pnpm start 00 begins with the first, pnpm lesson lists them",
      ),
    );
  });
});

test("every change is another version", () => {
  write(file, "mine");
  const first = versionOf(file);
  write(file, "mine\n");
  expect(versionOf(file)).not.toBe(first);
  write(file, "mine");
  expect(versionOf(file)).toBe(first);
});

describe("a copy is kept", () => {
  test("of all that is in the folder, under the next number", () => {
    write(file, "one");
    write(join(workFolderOf(eight), "parts", "stats.ts"), "more");
    const first = keepBackup(eight);
    write(file, "two");
    const second = keepBackup(eight);
    expect(listBackups(eight)).toEqual([first, second]);
    expect(first).toBe(join(work, ".backups", "08_templated_path", "1"));
    expect(readFileSync(join(first, "dag.ts"), "utf8")).toBe("one");
    expect(readFileSync(join(first, "parts", "stats.ts"), "utf8")).toBe("more");
    expect(readFileSync(join(second, "dag.ts"), "utf8")).toBe("two");
  });

  test("the eleventh behind the tenth", () => {
    for (const number of [1, 2, 10, 9]) write(join(work, ".backups", eight.name, `${number}`, "dag.ts"), "");
    write(join(work, ".backups", eight.name, "notes"), "no number");
    write(file, "mine");
    expect(keepBackup(eight)).toMatch(/11$/);
    expect(listBackups(eight).map((path) => path.split(/[/\\]/).at(-1))).toEqual(["1", "2", "9", "10", "11"]);
  });

  test("and of a lesson that was never begun there is none", () => {
    expect(listBackups(eight)).toEqual([]);
  });
});

test("a copy takes nothing away", () => {
  write(file, "mine");
  write(join(workFolderOf(eight), "notes.txt"), "mine, too");
  const from = join(work, "from");
  write(join(from, "dag.ts"), "another");
  write(join(from, "more.ts"), "more");
  writeCopy(from, workFolderOf(eight));
  const texts = readdirSync(workFolderOf(eight)).map((name) => [
    name,
    readFileSync(join(workFolderOf(eight), name), "utf8"),
  ]);
  expect(Object.fromEntries(texts)).toEqual({
    "dag.ts": "mine",
    "more.ts": "more",
    "notes.txt": "mine, too",
  });
});

test("taking away takes one lesson alone", () => {
  write(file, "mine");
  write(workFile(findLesson("07")), "other");
  takeAway(eight);
  takeAway(eight);
  expect([existsSync(workFolderOf(eight)), hasBegun(findLesson("07"))]).toEqual([false, true]);
});

test("a place that cannot be written is the machine's fault", () => {
  write(file, "mine");
  const copy = () => writeCopy(file, join(file, "below", "dag.ts"));
  expect(copy).toThrow(EnvironmentError);
  expect(copy).toThrow(/dag\.ts cannot be written \(.*\); is the folder read-only\?$/);
});
