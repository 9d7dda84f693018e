import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { logFileOf, openLog } from "./log.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "daglings-log-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a log", () => {
  test("is made with its first line, and its folders", () => {
    const file = join(folder, "deep", "er", "1.log");
    const log = openLog(file);
    expect(existsSync(join(folder, "deep"))).toBe(false);
    log.write("one");
    log.write("two\nlines");
    expect(readFileSync(file, "utf8")).toBe("one\ntwo\nlines\n"); // at once: also after a crash
    log.close();
  });

  test("goes on where it ended", () => {
    const file = join(folder, "1.log");
    for (const line of ["first", "second"]) {
      const log = openLog(file);
      log.write(line);
      log.close();
      log.close(); // once more does no harm
    }
    const last = openLog(file);
    last.write("third");
    last.close();
    last.write("late");
    last.close();
    expect(readFileSync(file, "utf8")).toBe("first\nsecond\nthird\nlate\n");
  });

  test("that nobody wants is not written, nor one that nobody writes into", () => {
    const nowhere = openLog(null);
    nowhere.write("lost");
    nowhere.close();
    openLog(join(folder, "empty.log")).close();
    expect(existsSync(join(folder, "empty.log"))).toBe(false);
  });
});

test("each attempt has a log of its own, named so that every system can have it", () => {
  const attempt = { dagId: "dag", runId: "manual__2019-01-01T05:00:00+00:00", taskId: "work", tryNumber: 2 };
  expect(logFileOf("logs", attempt)).toBe(
    join("logs", "dag", "manual__2019-01-01T05-00-00+00-00", "work", "2.log"),
  );
});
