// For tests: what every store must do. A new store calls `testStore`, and is done when all of it passes.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRun, recordOf, type Run, type RunIdentity } from "../core/run.ts";
import { newInstance } from "../core/task-instance.ts";
import { taskEntries } from "../core/task-table.ts";
import { identity, planOf, taskPlan } from "../core/testing.ts";
import type { AssetEventFilter } from "../asset-record.ts";
import type { AttemptRecord, Commit, Lease, Store, TraceRecord } from "../ports.ts";

const holder = "me";
const process = { host: "here", pid: 1, process: "began", boot: "boot" };
const lease: Lease = { holder, ...process, renewedAt: 500, expiresAt: 1000, address: null };
const plan = planOf([taskPlan("fetch"), taskPlan("calculate", ["fetch"])]);
const hour = 3_600_000;

function commitOf(part: Partial<Commit>): Commit {
  return {
    holder,
    dags: [],
    runs: [],
    tasks: [],
    attempts: [],
    xcoms: [],
    traces: [],
    assetEvents: [],
    assetQueues: [],
    events: [],
    ...part,
  };
}

function runOf(index: number, own: Partial<Run & RunIdentity> = {}): Run {
  const logicalDate = identity.logicalDate + index * hour;
  const dates = { logicalDate, dataIntervalStart: logicalDate, dataIntervalEnd: logicalDate + hour };
  return { ...createRun(plan, { ...identity, ...dates, runId: `run ${index}` }, logicalDate + hour), ...own };
}

const tasksOf = (run: Run) => Object.fromEntries(taskEntries(run.tasks));

/** A commit of runs with all their tasks. */
function whole(...runs: readonly Run[]): Pick<Commit, "runs" | "tasks"> {
  const tasks = runs.flatMap((run) =>
    taskEntries(run.tasks).map(([taskId, instance]) => {
      return { ...instance, dagId: run.plan.dagId, runId: run.runId, taskId };
    }),
  );
  return { runs: runs.map(recordOf), tasks };
}

const attempt: AttemptRecord = {
  dagId: "dag",
  runId: "run 0",
  taskId: "fetch",
  tryNumber: 1,
  state: "running",
  startedAt: 5,
  finishedAt: null,
  duration: null,
  usage: null,
  error: null,
  logFile: "logs/1.log",
  report: null,
};

export function testStore(open: () => { store: Store; remove: () => void }): void {
  let store: Store;
  let remove: () => void;
  beforeEach(() => {
    ({ store, remove } = open());
    store.takeLease(lease, () => true);
  });
  afterEach(() => {
    store.close();
    remove();
  });

  describe("runs", () => {
    test("come back as they were committed, with their tasks", () => {
      const run = runOf(0, { conf: { reason: "a 'test'" }, state: "running", startedAt: 7 });
      store.commit(commitOf(whole(run)));
      expect(store.findRun({ dagId: "dag", runId: "run 0" })).toEqual({
        ...recordOf(run),
        dagId: "dag",
        planHash: plan.hash,
        tasks: tasksOf(run),
      });
    });

    test("are updated, and so are those of their tasks that are named", () => {
      const run = runOf(0);
      store.commit(commitOf(whole(run)));
      const changed = { ...newInstance(1, 2), state: "running", startedAt: 9, skips: ["calculate"] } as const;
      const running = { ...recordOf(run), state: "running" } as const;
      const fetch = { ...changed, dagId: "dag", runId: "run 0", taskId: "fetch" };
      store.commit(commitOf({ runs: [running] }));
      store.commit(commitOf({ tasks: [fetch] }));
      const found = store.findRun({ dagId: "dag", runId: "run 0" });
      expect(found).toMatchObject({
        state: "running",
        tasks: { fetch: changed, calculate: { tryNumber: 0 } },
      });
    });

    test("in which something was tried more than once are found, all in one question", () => {
      const [first, second, third] = [runOf(0), runOf(1), runOf(2)];
      store.commit(commitOf(whole(first, second, third)));
      const again = (runId: string, taskId: string, tryNumber: number) => {
        return { ...newInstance(tryNumber, 2), dagId: "dag", runId, taskId };
      };
      store.commit(
        commitOf({
          tasks: [
            again("run 1", "fetch", 1),
            again("run 2", "fetch", 2),
            again("run 2", "calculate", 3),
            again("run 0", "calculate", 2),
          ],
        }),
      );
      const runIds = ["run 2", "run 1", "run 0", "run 9"];
      expect(store.listTriedAgain({ dagId: "dag", runIds })).toEqual(["run 0", "run 2"]);
      expect(store.listTriedAgain({ dagId: "dag", runIds: ["run 1"] })).toEqual([]);
      expect(store.listTriedAgain({ dagId: "other", runIds })).toEqual([]);
      expect(store.listTriedAgain({ dagId: "dag", runIds: [] })).toEqual([]);
    });

    test("that do not exist are null", () => {
      expect(store.findRun({ dagId: "dag", runId: "run 0" })).toBeNull();
    });

    test("are listed by date, state, type and number", () => {
      const states = ["success", "queued", "running", "queued"] as const;
      const runs = states.map((state, index) =>
        runOf(index, { state, runType: index === 3 ? "manual" : "scheduled" }),
      );
      store.commit(commitOf(whole(...runs.toReversed())));
      const other = { ...runOf(0), plan: { ...plan, dagId: "other" } };
      store.commit(commitOf(whole(other)));
      const ids = (filter: object) => store.listRuns({ dagId: "dag", ...filter }).map((run) => run.runId);
      const date = (index: number) => runs[index]?.logicalDate;

      expect(ids({})).toEqual(["run 0", "run 1", "run 2", "run 3"]);
      expect(ids({ newestFirst: true, limit: 2 })).toEqual(["run 3", "run 2"]);
      expect(ids({ states: ["queued"] })).toEqual(["run 1", "run 3"]);
      expect(ids({ states: ["queued", "running"], types: ["scheduled"] })).toEqual(["run 1", "run 2"]);
      expect(ids({ before: date(2) })).toEqual(["run 0", "run 1"]);
      expect(ids({ from: date(1), to: date(2) })).toEqual(["run 1", "run 2"]);
      expect(ids({ limit: 0 })).toEqual([]);
    });
  });

  describe("attempts", () => {
    const ended = { ...attempt, state: "success", finishedAt: 9, duration: 3.5 } as const;

    test("are listed with how they ended", () => {
      store.commit(commitOf({ attempts: [attempt] }));
      store.commit(commitOf({ attempts: [ended, { ...attempt, tryNumber: 2, startedAt: 20 }] }));
      expect(store.listAttempts({ dagId: "dag", runId: "run 0" })).toEqual([
        ended,
        { ...attempt, tryNumber: 2, startedAt: 20 },
      ]);
      expect(store.listAttempts({ dagId: "dag", runId: "run 1" })).toEqual([]);
    });

    test("are listed as they began, and else by name", () => {
      const begun = [20, 7, 5, 7].map((startedAt, index) => ({
        ...attempt,
        taskId: `task ${9 - index}`,
        startedAt,
      }));
      store.commit(commitOf({ attempts: begun }));
      const listed = store.listAttempts({ dagId: "dag", runId: "run 0" }).map(({ taskId }) => taskId);
      expect(listed).toEqual(["task 7", "task 6", "task 8", "task 9"]);
    });

    test("that have ended stay as they ended, whatever a late report says", () => {
      store.commit(commitOf({ attempts: [ended] }));
      store.commit(commitOf({ attempts: [{ ...ended, state: "failed", error: "late", finishedAt: 99 }] }));
      expect(store.listAttempts({ dagId: "dag", runId: "run 0" })).toEqual([ended]);
    });
  });

  describe("open attempts", () => {
    const report = {
      type: "attempt finished",
      dagId: "dag",
      runId: "run 0",
      taskId: "fetch",
      tryNumber: 1,
      outcome: { type: "failed", mayRetry: true, error: "it broke" },
      duration: 1.5,
      usage: { cpu: 12.5, peakMemory: null, logBytes: 80 },
      xcoms: { return_value: [1] },
      triggers: [],
      extras: {},
      traces: [],
    } as const;

    test("of all runs of a DAG are listed, with how they ended if that is known", () => {
      const others = { ...attempt, runId: "run 1", tryNumber: 2 };
      store.commit(commitOf({ attempts: [attempt, others, { ...attempt, dagId: "other" }] }));
      store.commit(commitOf({ attempts: [{ ...attempt, report }] }));
      expect(store.listOpenAttempts({ dagId: "dag" })).toEqual([{ ...attempt, report }, others]);
    });

    test("are not listed any more when they are closed", () => {
      store.commit(commitOf({ attempts: [{ ...attempt, report }] }));
      const { usage } = report;
      const ended = { ...attempt, state: "failed", finishedAt: 9, error: "it broke", usage } as const;
      store.commit(commitOf({ attempts: [ended] }));
      expect(store.listOpenAttempts({ dagId: "dag" })).toEqual([]);
      expect(store.listAttempts({ dagId: "dag", runId: "run 0" })).toEqual([ended]);
    });
  });

  describe("XComs", () => {
    const key = { dagId: "dag", runId: "run 0", taskId: "fetch" };

    test("come back as JSON keeps them", () => {
      const value = { list: [1, "two", null], text: "it's" };
      store.commit(commitOf({ xcoms: [{ ...key, values: { return_value: value, empty: undefined } }] }));
      expect(store.findXCom({ ...key, key: "return_value" })).toEqual({ value });
      expect(store.findXCom({ ...key, key: "empty" })).toEqual({ value: null });
      expect(store.findXCom({ ...key, key: "missing" })).toBeNull();
      expect(store.findXCom({ ...key, runId: "run 1", key: "return_value" })).toBeNull();
    });

    test("are added to, overwritten, and forgotten when a new attempt begins", () => {
      const find = (name: string) => store.findXCom({ ...key, key: name })?.value;
      store.commit(commitOf({ xcoms: [{ ...key, values: { a: 1, b: 2 } }] }));
      store.commit(commitOf({ xcoms: [{ ...key, values: { b: 3 } }] }));
      expect([find("a"), find("b")]).toEqual([1, 3]);
      store.commit(commitOf({ xcoms: [{ ...key, values: null }] }));
      expect([find("a"), find("b")]).toEqual([undefined, undefined]);
    });

    test("are listed for a run, by task and key", () => {
      const push = (taskId: string, values: Record<string, unknown>) => ({ ...key, taskId, values });
      store.commit(commitOf({ xcoms: [push("b", { z: 1, a: [2] }), push("a", { return_value: null })] }));
      store.commit(commitOf({ xcoms: [{ ...key, runId: "run 1", values: { other: 1 } }] }));
      expect(store.listXComs(key)).toEqual([
        { taskId: "a", key: "return_value", value: null },
        { taskId: "b", key: "a", value: [2] },
        { taskId: "b", key: "z", value: 1 },
      ]);
    });
  });

  test("traces are found by attempt, name, direction and time, and come once", () => {
    const at = (time: number, own: Partial<TraceRecord>): TraceRecord => ({
      dagId: "dag",
      runId: "run 0",
      taskId: "fetch",
      tryNumber: 1,
      direction: "out",
      name: "a.json",
      how: "written",
      at: time,
      ...own,
    });
    const all = [
      at(1, { direction: "in", name: "$API/a", how: "named" }),
      at(1, {}),
      at(2, { taskId: "calculate", direction: "in", name: "a.json", how: "declared" }),
      at(2, { taskId: "calculate", name: "it's.csv", how: "perhaps" }),
      at(3, { tryNumber: 2 }),
      at(3, { runId: "run 1" }),
    ];
    store.commit(commitOf({ traces: all }));
    store.commit(commitOf({ traces: [at(1, {})] }));
    const run = { dagId: "dag", runId: "run 0" };
    expect(store.listTraces({})).toEqual(all);
    expect(store.listTraces({ name: "a.json", direction: "out" })).toEqual([all[1], all[4], all[5]]);
    expect(store.listTraces({ name: "a.json", direction: "out", latest: 1 })).toEqual([all[5]]);
    expect(store.listTraces({ ...run, name: "a.json", direction: "out", upTo: 2 })).toEqual([all[1]]);
    expect(store.listTraces({ ...run, taskId: "calculate" })).toEqual([all[2], all[3]]);
    expect(store.listTraces({ ...run, taskId: "fetch", tryNumber: 2 })).toEqual([all[4]]);
    expect(store.listTraces({ name: "none" })).toEqual([]);
  });

  test("events are numbered, and read on from any number", () => {
    const event = {
      at: 1,
      dagId: "dag",
      runId: "run 0",
      taskId: null,
      tryNumber: null,
      detail: null,
    } as const;
    const states = ["queued", "running", "success"] as const;
    store.commit(commitOf({ events: states.map((state) => ({ ...event, state })) }));
    store.commit(commitOf({ events: [{ ...event, runId: null, state: "paused", detail: "why" }] }));
    const all = store.listEvents({ after: 0, limit: 100 });
    expect(all.map(({ id, state }) => `${id} ${state}`)).toEqual([
      "1 queued",
      "2 running",
      "3 success",
      "4 paused",
    ]);
    expect(all[3]).toEqual({ ...event, id: 4, runId: null, state: "paused", detail: "why" });
    expect(store.listEvents({ after: 1, limit: 2 }).map(({ id }) => id)).toEqual([2, 3]);
    expect(store.lastEventId()).toBe(all.length);
  });

  test("DAGs come back with their plans, and with what was last said of them", () => {
    const dag = { dagId: "dag", paused: false, file: null, schedule: "@daily", plan };
    store.commit(commitOf({ dags: [dag, { ...dag, dagId: "a dag" }] }));
    store.commit(commitOf({ dags: [{ ...dag, paused: true, file: "/dags/dag.ts" }] }));
    expect(store.findDag({ dagId: "dag" })).toEqual({ ...dag, paused: true, file: "/dags/dag.ts" });
    expect(store.findDag({ dagId: "none" })).toBeNull();
    expect(store.listDags().map(({ dagId }) => dagId)).toEqual(["a dag", "dag"]);
  });

  test("asset events come back by asset, number and key, and what a DAG has heard is replaced", () => {
    const source = { dagId: "dag", runId: "run 0", taskId: "fetch", tryNumber: 1 };
    const nobody = { dagId: null, runId: null, taskId: null, tryNumber: null };
    const all = [
      { id: 1, asset: "a", at: 5, ...source, extra: { rows: [1] }, key: null },
      { id: 2, asset: "b", at: 5, ...nobody, extra: {}, key: "first" },
      { id: 3, asset: "a", at: 6, ...nobody, extra: {}, key: "first" },
      { id: 4, asset: "c", at: 7, ...nobody, extra: {}, key: null },
    ];
    expect(store.lastAssetEventId()).toBe(0);
    store.commit(
      commitOf({ assetEvents: all, assetQueues: [{ dagId: "dag", queued: { a: { id: 1, at: 5 } } }] }),
    );
    const idsOf = (filter: AssetEventFilter) => store.listAssetEvents(filter).map(({ id }) => id);
    expect(store.listAssetEvents({})).toEqual(all);
    expect(idsOf({ assets: ["a", "c"] })).toEqual([1, 3, 4]);
    expect(idsOf({ assets: ["a", "c"], after: 1, upTo: 3 })).toEqual([3]);
    expect(idsOf({ ids: [4, 1, 9] })).toEqual([1, 4]);
    expect(idsOf({ latest: 2 })).toEqual([3, 4]);
    expect(store.findAssetEvent({ asset: "a", key: "first" })).toEqual(all[2]);
    expect(store.findAssetEvent({ asset: "c", key: "first" })).toBeNull();
    expect(store.lastAssetEventId()).toBe(4);

    expect(store.findAssetQueue({ dagId: "dag" })).toEqual({ a: { id: 1, at: 5 } });
    store.commit(commitOf({ assetQueues: [{ dagId: "dag", queued: { b: { id: 2, at: 5 } } }] }));
    expect(store.findAssetQueue({ dagId: "dag" })).toEqual({ b: { id: 2, at: 5 } });
    store.commit(commitOf({ assetQueues: [{ dagId: "dag", queued: {} }] }));
    expect(store.findAssetQueue({ dagId: "dag" })).toEqual({});
  });

  test("settings are saved, replaced and dropped", () => {
    const region = { kind: "variable", name: "region", value: "eu", secret: false } as const;
    const shop = { kind: "connection", name: "shop", value: "smtp://x", secret: true } as const;
    store.saveSetting(region);
    store.saveSetting(shop);
    store.saveSetting({ ...region, value: "us", secret: true });
    expect(store.listSettings()).toEqual([shop, { ...region, value: "us", secret: true }]);
    store.dropSetting({ kind: "connection", name: "shop" });
    expect(store.listSettings()).toEqual([{ ...region, value: "us", secret: true }]);
  });

  describe("the lease", () => {
    const other: Lease = { ...lease, holder: "other", pid: 2 };

    test("stays with its holder while it is good", () => {
      expect(store.takeLease(other, (held) => held.holder === holder)).toEqual(lease);
      expect(store.renewLease({ holder, renewedAt: 1500, expiresAt: 2000, address: "http://here" })).toBe(
        true,
      );
      expect(store.takeLease(other, () => true)).toEqual({
        ...lease,
        renewedAt: 1500,
        expiresAt: 2000,
        address: "http://here",
      });
    });

    test("goes to the next to ask when it is not good any more, or was dropped", () => {
      expect(store.takeLease(other, () => false)).toEqual(other);
      expect(store.renewLease({ holder, renewedAt: 1500, expiresAt: 2000, address: "http://here" })).toBe(
        false,
      );
      store.dropLease({ holder });
      expect(store.takeLease(lease, () => true)).toEqual(other);
      store.dropLease({ holder: "other" });
      expect(store.takeLease(lease, () => true)).toEqual(lease);
    });

    test("can be looked at", () => {
      expect(store.findLease()).toEqual(lease);
      store.dropLease({ holder });
      expect(store.findLease()).toBeNull();
    });

    test("may be taken again by its holder", () => {
      expect(store.takeLease({ ...lease, expiresAt: 3000 }, () => true).expiresAt).toBe(3000);
    });

    test("is needed to commit: nothing is kept of what another writes", () => {
      store.takeLease(other, () => false);
      expect(() => store.commit(commitOf(whole(runOf(0))))).toThrow(/taken this store over/);
      expect(store.listRuns({ dagId: "dag" })).toEqual([]);
    });
  });

  test("a commit that fails keeps nothing", () => {
    const circular: Record<string, unknown> = {};
    circular["self"] = circular;
    const key = { dagId: "dag", runId: "run 0", taskId: "fetch" };
    const bad = commitOf({ ...whole(runOf(0)), xcoms: [{ ...key, values: { circular } }] });
    expect(() => store.commit(bad)).toThrow(/circular/i);
    expect(store.findRun({ dagId: "dag", runId: "run 0" })).toBeNull();
    store.commit(commitOf(whole(runOf(1))));
    expect(store.listRuns({ dagId: "dag" })).toHaveLength(1);
  });
}
