import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { flow, machine, runOn, sqliteRecord, task } from "./index.ts";

function setUp() {
  const folder = mkdtempSync(join(tmpdir(), "daglings-flow-"));
  const file = join(folder, "daglings.db");
  const record = sqliteRecord(file, { synchronous: "NORMAL" });
  const other = sqliteRecord(file, { readOnly: true });
  onTestFinished(() => {
    record.close();
    other.close();
    rmSync(folder, { recursive: true });
  });
  /** The record as another process would see it at this moment. */
  const seen = () =>
    other.listTasks({ flowRunId: "run" }).map((row) => `${row.name}-${row.call} ${row.stateName}`);
  return { record, on: machine({ record }), seen, commits: () => countCommits(`${file}-wal`) };
}

/** In SQLite's log, each page has a head of 24 bytes; the head of a commit's last page has the size of the database. */
function countCommits(log: string): number {
  const bytes = readFileSync(log);
  let count = 0;
  for (let at = 32; at < bytes.length; at += 24 + 1024) if (bytes.readUInt32BE(at + 4) > 0) count++;
  return count;
}

test("a call is on record before it is made, and its result before anything goes on with it", async () => {
  const { on, seen } = setUp();
  const found: string[][] = [];
  const look = task(async (value: number) => (found.push(seen()), value + 1), { name: "look" });
  const twice = flow(async () => await look(await look(1)), { name: "twice" });
  await runOn(on, twice, { flowRunId: "run" });
  expect(found).toEqual([["look-1 Running"], ["look-1 Completed", "look-2 Running"]]);
});

test("calls that begin together share a commit, and so do calls that end together", async () => {
  const { on, commits } = setUp();
  const same = task(async (value: number) => value, { name: "same" });
  const many = flow(async () => same.map(Array.from({ length: 20 }, (_, index) => index)), { name: "many" });
  const before = commits();
  await runOn(on, many, { flowRunId: "run" });
  expect(on.record.listTasks({ flowRunId: "run" }).map(({ stateName }) => stateName)).toEqual(
    Array.from({ length: 20 }, () => "Completed"),
  );
  expect(commits() - before).toBe(["Pending", "Running", "calls", "results", "Completed"].length);
});

test("a result is on record as it was when the call returned it", async () => {
  const { on } = setUp();
  const list = task(async () => [3, 1, 2], { name: "list" });
  const zeros = flow(async () => (await list()).fill(0), { name: "zeros" });
  const state = await runOn(on, zeros, { flowRunId: "run" });
  expect(state.data).toEqual([0, 0, 0]);
  expect(on.record.listTasks({ flowRunId: "run" })[0]?.result).toEqual({ value: [3, 1, 2] });
});

test("a deployment need not have a schedule or parameters", () => {
  const { record } = setUp();
  const byHand = {
    flow: "parent",
    name: "by hand",
    file: "/flows.ts",
    export: "parent",
    schedule: null,
    parameters: null,
    paused: false,
    madeAt: 5,
    lastAt: null,
    lastEvent: null,
  };
  record.saveDeployment(byHand);
  expect(record.listDeployments()).toEqual([byHand]);
});
