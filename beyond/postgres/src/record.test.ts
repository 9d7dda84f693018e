import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { thisProcess } from "@daglings/engine";
import { flow, machine, memoryRecord, runOn, task, type FlowRecord } from "@daglings/flow";
import { postgresRecord } from "./index.ts";
import { hint, isThere, startServer, type Server } from "./testing.ts";

let server: Server;

beforeAll(async () => {
  if (isThere) server = await startServer();
});
afterAll(() => server?.remove());

const add = task(async (a: number, b: number) => a + b, { name: "add", cacheKey: (a, b) => `${a} + ${b}` });
const breaks = task(
  async () => {
    throw new RangeError("it broke");
  },
  { name: "breaks", retries: 1 },
);
const child = flow(async ({ word }: { readonly word: string }) => `${word}!`, { name: "child" });
const parent = flow(
  async ({ upTo }: { readonly upTo: number }) => {
    const sums = add.map(
      Array.from({ length: upTo }, (_, index) => index),
      1,
    );
    const failed = breaks.submit();
    await failed.wait();
    return {
      sums: await Promise.all(sums.map((each) => each.result())),
      word: await child({ word: "it's \0" }),
    };
  },
  { name: "parent" },
);

/** Everything on record, without what differs from run to run. */
async function whatIsKeptIn(record: FlowRecord): Promise<unknown> {
  const on = machine({ record });
  const state = await runOn(on, parent, { flowRunId: "first", parameters: { upTo: 3 } });
  await runOn(on, parent, { flowRunId: "second", parameters: { upTo: 2 } }); // from the cache
  const runs = ["first", "second"].map((flowRunId) => {
    const run = record.findRun({ flowRunId });
    const tasks = record.listTasks({ flowRunId });
    const stateOf = (row: { readonly history: readonly (readonly unknown[])[] }) =>
      row.history.map(([, ...rest]) => rest);
    return {
      run: { ...run, createdAt: 0, endedAt: 0, history: run && stateOf(run) },
      tasks: tasks.map((each) => ({ ...each, childRunId: typeof each.childRunId, history: stateOf(each) })),
    };
  });
  return { state: state.name, data: state.data, runs, listed: record.listRuns({ limit: 9 }).length };
}

describe.skipIf(!isThere)(`the record of flows in PostgreSQL${hint}`, () => {
  const open = (url = server.newDatabase()) => ({ url, record: postgresRecord(url) });

  test("keeps what the record in memory keeps, with every value unchanged", async () => {
    const { record } = open();
    expect(await whatIsKeptIn(record)).toEqual(await whatIsKeptIn(memoryRecord()));
    record.close();
  });

  test("gives a run to only one of two processes that saw its holder die", async () => {
    const { url, record } = open();
    await runOn(machine({ record }), child, { flowRunId: "run", parameters: { word: "it" } });
    const other = postgresRecord(url);
    const owner = { ...thisProcess(), pid: 7 };
    const looks: number[] = [];
    const found = record.takeRun({
      flowRunId: "run",
      owner: { ...owner, pid: 8 },
      check({ pid }) {
        looks.push(pid);
        if (looks.length === 1) other.takeRun({ flowRunId: "run", owner, check: () => {} });
      },
    });
    expect([looks.at(-1), found?.pid, record.findRun({ flowRunId: "run" })?.pid]).toEqual([7, 7, 8]);
    record.close();
    other.close();
  });

  test("keeps deployments, requests to cancel, and cached results until they expire", () => {
    const { record } = open();
    const daily = {
      flow: "parent",
      name: "daily",
      file: "/flows.ts",
      export: "parent",
      schedule: { cron: "0 6 * * *", timeZone: "UTC" },
      parameters: { upTo: 3 },
      paused: false,
      madeAt: 5,
      lastAt: null,
      lastEvent: null,
    };
    const byHand = { ...daily, name: "by hand", schedule: null, parameters: null };
    record.saveDeployment(daily);
    record.saveDeployment(byHand);
    record.saveDeployment({ ...daily, lastAt: 7 });
    expect(record.listDeployments()).toEqual([byHand, { ...daily, lastAt: 7 }]);

    record.askToCancel({ flowRunId: "run", at: 5 });
    record.askToCancel({ flowRunId: "run", at: 6 });
    expect(["run", "other"].map((flowRunId) => record.isAskedToCancel({ flowRunId }))).toEqual([true, false]);

    void record.saveCached({ key: "key", result: { value: [1] }, expiresAt: 10 });
    void record.saveCached({ key: "nothing", result: {}, expiresAt: null });
    const cached = (key: string, now: number) => record.findCached({ key, now });
    expect([cached("key", 9), cached("key", 10), cached("nothing", 99)]).toEqual([{ value: [1] }, null, {}]);
    record.close();
  });
});
