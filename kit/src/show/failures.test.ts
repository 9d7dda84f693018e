import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { prepareFolder, type RunFolder } from "../../../stage/src/run-folder.ts";
import { plainScreen, temporaryFolder } from "../testing.ts";
import { showFailures } from "./failures.ts";
import { attemptOf } from "./testing.ts";

let folder: RunFolder;

beforeEach(() => {
  folder = prepareFolder(join(temporaryFolder(), "run"), false);
});

function log(path: string, text: string): string {
  mkdirSync(dirname(join(folder.logs, path)), { recursive: true });
  writeFileSync(join(folder.logs, path), text);
  return join("logs", path);
}

test("an attempt that failed is shown with the end of its log, without the stack", () => {
  const logFile = log(
    "dag/run/t/1.log",
    "1\n2\n3\n4\n5\n6\nFailed: not today (dag.ts:7)\nError: not today\n    at dag.ts:7:1\n    at node:internal\n",
  );
  const attempts = [attemptOf({ runId: "r", taskId: "t", error: "not today", logFile }), attemptOf({})];
  expect(showFailures(attempts, folder, plainScreen)).toEqual([
    "  failed: t of r, try 1",
    "    2",
    "    3",
    "    4",
    "    5",
    "    6",
    "    Failed: not today (dag.ts:7)",
    "    (all of it: logs/dag/run/t/1.log)",
  ]);
});

test("an error of a certain kind keeps its name", () => {
  const logFile = log("1.log", "Failed: x is undefined\nTypeError: x is undefined\n    at dag.ts:7:1\n");
  const [, ...lines] = showFailures([attemptOf({ error: "x is undefined", logFile })], folder, plainScreen);
  expect(lines.slice(0, 2)).toEqual(["    Failed: x is undefined", "    TypeError: x is undefined"]);
});

test("what fails in the same way is shown once, and counted", () => {
  const attempts = [
    ...Array.from({ length: 5 }, (_, index) => attemptOf({ runId: `r${index}`, taskId: "t", error: "one" })),
    attemptOf({ runId: "r0", taskId: "t", error: "two" }),
    attemptOf({ runId: "r0", taskId: "u", error: "one" }),
  ];
  expect(showFailures(attempts, folder, plainScreen)).toEqual([
    "  failed: t of r0, try 1",
    "  failed: t of r0, try 1",
    "  failed: u of r0, try 1",
    "  … and 4 more failed attempts",
  ]);
});

test("more than three ways are counted, too", () => {
  const attempts = ["a", "b", "c", "d"].map((error) => attemptOf({ error }));
  expect(showFailures(attempts, folder, plainScreen).at(-1)).toBe("  … and 1 more failed attempt");
});

test("where the log is gone, the attempt is still told", () => {
  const attempts = [attemptOf({ error: "lost", logFile: "logs/none.log" })];
  expect(showFailures(attempts, folder, plainScreen)).toEqual(["  failed: task of run, try 1"]);
});

test("nothing failed is nothing to show", () => {
  expect(showFailures([attemptOf({})], folder, plainScreen)).toEqual([]);
});
