import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setImmediate as nextTurn } from "node:timers/promises";
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
    const log = openLog({ file });
    expect(existsSync(join(folder, "deep"))).toBe(false);
    log.write("one");
    log.write("two\nlines");
    expect(readFileSync(file, "utf8")).toBe("one\ntwo\nlines\n"); // at once: also after a crash
    log.close();
  });

  test("goes on where it ended", () => {
    const file = join(folder, "1.log");
    for (const line of ["first", "second"]) {
      const log = openLog({ file });
      log.write(line);
      log.close();
      log.close(); // once more does no harm
    }
    const last = openLog({ file });
    last.write("third");
    last.close();
    last.write("late");
    last.close();
    expect(readFileSync(file, "utf8")).toBe("first\nsecond\nthird\nlate\n");
  });

  test("that nobody wants is not written, nor one that nobody writes into", () => {
    const nowhere = openLog({ file: null });
    nowhere.write("lost");
    nowhere.close();
    openLog({ file: join(folder, "empty.log") }).close();
    expect(existsSync(join(folder, "empty.log"))).toBe(false);
  });
});

describe("a log that grows without end", () => {
  const file = () => join(folder, "1.log");

  test("is cut where it may not grow further, and says so", () => {
    const log = openLog({ file: file(), size: 1024 });
    for (let line = 0; line < 1000; line++) log.write("a".repeat(99));
    log.close();
    const lines = readFileSync(file(), "utf8").split("\n");
    expect(lines.slice(0, 10)).toEqual(Array(10).fill("a".repeat(99)));
    expect(lines.slice(10)).toEqual(["a".repeat(24), "… (this log ends here: it may have 1 kB)", ""]);
  });

  test("does not go on when it is opened again", () => {
    for (let turn = 0; turn < 3; turn++) {
      const log = openLog({ file: file(), size: 50 });
      log.write("a".repeat(40));
      log.close();
    }
    expect(readFileSync(file(), "utf8")).toMatch(/^a{40}\na{9}\n… \(this log ends here: .*\)\n$/);
  });

  test("has no line that is too long, and no half of a secret where it is cut", () => {
    const log = openLog({ file: file(), mask: (text) => text.replaceAll("secret", "***") });
    log.write(`${"a".repeat(64 * 1024 - 3)}secret${"b".repeat(64 * 1024)}`);
    log.close();
    expect(readFileSync(file(), "utf8")).toMatch(/a\*\*\* … \(cut: a line may have 64 kB\)\n$/);
  });
});

describe("a log that cannot be written", () => {
  test("does no harm, and is spoken of once", async () => {
    const warnings: Error[] = [];
    const hear = (warning: Error) => void warnings.push(warning);
    process.on("warning", hear);
    writeFileSync(join(folder, "file"), "");
    for (const name of ["1.log", "2.log"]) {
      const log = openLog({ file: join(folder, "file", name) });
      log.write("lost");
      log.write("lost, too");
      log.close();
    }
    await nextTurn();
    process.off("warning", hear);
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^the log .*1\.log cannot be written: EEXIST.*; tasks go on without their logs$/),
    ]);
  });
});

test("each attempt has a log of its own, named so that every system can have it", () => {
  const attempt = { dagId: "dag", runId: "manual__2019-01-01T05:00:00+00:00", taskId: "work", tryNumber: 2 };
  expect(logFileOf("logs", attempt)).toBe(
    join("logs", "dag", "manual__2019-01-01T05-00-00+00-00", "work", "2.log"),
  );
});
