import { readFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { simulatedClock, withConsole } from "@daglings/engine";
import { expect, onTestFinished, test } from "vitest";
import { flow, machine, memoryRecord, runContext, runOn, task } from "./index.ts";

const speaks = task(
  async () => {
    runContext().log("by its context");
    console.log("by %s", "console");
  },
  { name: "speaks" },
);

const child = flow(async () => await speaks(), { name: "child" });
const parent = flow(
  async () => {
    console.log("here");
    await child();
  },
  { name: "parent" },
);

test("what a flow, its tasks and the flows it calls print is in its log, and on the console", async () => {
  const folder = mkdtempSync(join(tmpdir(), "daglings-flow-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const record = memoryRecord();
  const clock = simulatedClock({ from: "2019-01-04" });
  const printed: string[] = [];
  const on = machine({ record, clock, logsFolder: folder, print: (line) => printed.push(line) });
  await runOn(on, parent, { flowRunId: "run" });
  const at = "2019-01-04T00:00:00.000Z";
  const childLog = record.findRun({ flowRunId: "run/1/child-1" })?.logFile ?? "";
  expect(readFileSync(join(folder, "run.log"), "utf8")).toBe(`${at} here\n`);
  expect(readFileSync(childLog, "utf8")).toBe(`${at} speaks-1: by its context\n${at} by console\n`);
  expect(printed).toEqual(["here", "speaks-1: by its context", "by console"]);
});

test("a flow that a task of a DAG calls prints into the log of that task", async () => {
  const lines: string[] = [];
  await withConsole(
    (line) => lines.push(line),
    async () => await parent(),
  );
  expect(lines).toEqual(["here", "speaks-1: by its context", "by console"]);
});
