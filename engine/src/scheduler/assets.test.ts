import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { Asset } from "../asset.ts";
import { simulatedClock } from "../clocks/simulated.ts";
import { chain, DAG } from "../dag.ts";
import type { DagOptions } from "../dag-options.ts";
import { EmptyOperator } from "../operators/empty.ts";
import { FunctionOperator } from "../operators/function.ts";
import type { Store } from "../ports.ts";
import { sqliteStore } from "../store/sqlite.ts";
import { simulate } from "./testing.ts";

const [a, b] = [new Asset("a"), new Asset("b")];
const noon = "2019-01-01T12:00Z";
const later = (minutes: number) => Temporal.Instant.from(noon).add({ minutes }).toString();

/** What each run was for: its id, and its events by what they tell. */
const seenBy = new WeakMap<DAG, string[]>();

function waiting(schedule: readonly Asset[], options: DagOptions = {}): DAG {
  const dag = new DAG({ dagId: "waits", schedule, ...options });
  const seen: string[] = [];
  seenBy.set(dag, seen);
  const callable = new FunctionOperator({
    dag,
    taskId: "look",
    callable({ runId, triggeringAssetEvents }) {
      const events = Object.entries(triggeringAssetEvents).map(
        ([name, list]) => `${name} ${list.map(({ extra }) => String(extra["n"])).join("+")}`,
      );
      seen.push([runId, ...events].join(" | "));
    },
  });
  chain(callable);
  return dag;
}

function datesOf(store: Store, dagId = "waits"): string[] {
  const text = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toString();
  return store
    .listRuns({ dagId })
    .map((run) =>
      [run.logicalDate, run.dataIntervalStart, run.dataIntervalEnd, run.createdAt].map(text).join(" "),
    );
}

describe("a DAG that waits for assets runs", () => {
  test("when all of them have been updated since its last run, and hears of all their events", async () => {
    const dag = waiting([a, b]);
    const { scheduler } = simulate(dag, noon);
    scheduler.assetEvent({ asset: "a", extra: { n: 1 } });
    await scheduler.run({ until: later(1) });
    scheduler.assetEvent({ asset: "a", extra: { n: 2 } });
    await scheduler.run({ until: later(2) });
    scheduler.assetEvent({ asset: "b", extra: { n: 3 } });
    await scheduler.run({ until: later(3) });
    scheduler.assetEvent({ asset: "b", extra: { n: 4 } });
    await scheduler.run({ until: later(4) });
    scheduler.assetEvent({ asset: "a", extra: { n: 5 } });
    await scheduler.run();
    expect(seenBy.get(dag)).toEqual([
      "dataset_triggered__2019-01-01T12:02:00+00:00 | a 1+2 | b 3",
      "dataset_triggered__2019-01-01T12:04:00+00:00 | b 4 | a 5",
    ]);
  });

  // Made by Airflow 2.11.2 itself: engine/golden/generate/dataset_runs.py.
  test("for the first event of each asset: what follows at once, or in a wait for room, comes with the next run", async () => {
    const dag = waiting([a]);
    const { scheduler } = simulate(dag, noon);
    scheduler.assetEvent({ asset: "a", extra: { n: 1 } });
    scheduler.assetEvent({ asset: "a", extra: { n: 2 } });
    await scheduler.run({ until: later(1) });
    scheduler.assetEvent({ asset: "a", extra: { n: 3 } });
    await scheduler.run();
    expect(seenBy.get(dag)).toEqual([
      "dataset_triggered__2019-01-01T12:00:00+00:00 | a 1",
      "dataset_triggered__2019-01-01T12:01:00+00:00 | a 2+3",
    ]);
  });

  test("not while it is paused: such events start nothing, and come with the next run", async () => {
    const dag = waiting([a]);
    const { scheduler } = simulate(dag, noon);
    scheduler.pause({ dagId: "waits" });
    scheduler.assetEvent({ asset: "a", extra: { n: 1 } });
    scheduler.unpause({ dagId: "waits" });
    await scheduler.run({ until: later(1) });
    expect(seenBy.get(dag)).toEqual([]);
    scheduler.assetEvent({ asset: "a", extra: { n: 2 } });
    await scheduler.run();
    expect(seenBy.get(dag)).toEqual(["dataset_triggered__2019-01-01T12:01:00+00:00 | a 1+2"]);
  });

  test("at its limit of runs later, when one has ended", async () => {
    const dag = waiting([a], { maxActiveRuns: 1 });
    const { store, scheduler } = simulate(dag, noon);
    scheduler.trigger({ dagId: "waits" });
    scheduler.assetEvent({ asset: "a", extra: { n: 1 } });
    expect(scheduler.standing({ dagId: "waits" })).toMatchObject({ queued: 1, nextAt: null });
    await scheduler.run();
    expect(store.listRuns({ dagId: "waits" }).map(({ runId }) => runId)).toEqual([
      "manual__2019-01-01T12:00:00+00:00",
      "dataset_triggered__2019-01-01T12:00:00.001000+00:00",
    ]);
  });

  test("in Airflow 3 without a logical date, and for what came since it waits", async () => {
    const dag = waiting([a], { airflow: 3 });
    const { store, scheduler } = simulate(dag, noon);
    scheduler.pause({ dagId: "waits" });
    scheduler.assetEvent({ asset: "a", extra: { n: 1 } });
    scheduler.unpause({ dagId: "waits" });
    scheduler.assetEvent({ asset: "a", extra: { n: 2 } });
    await scheduler.run();
    expect(seenBy.get(dag)).toEqual(["asset_triggered__2019-01-01T12:00:00+00:00 | a 2"]);
    expect(store.listRuns({ dagId: "waits" })[0]).toMatchObject({ undated: true });
  });
});

describe("a task's outlets", () => {
  function producing(callable: () => void, retries = 0): DAG {
    const dag = new DAG({
      dagId: "makes",
      schedule: "@daily",
      startDate: "2019-01-01",
      endDate: "2019-01-02",
    });
    const task = new FunctionOperator({
      dag,
      taskId: "make",
      outlets: [a],
      retries,
      callable({ outletEvents, ds }) {
        outletEvents.get(a).extra = { n: ds };
        callable();
      },
    });
    chain(task);
    return dag;
  }

  test("are updated when it succeeds, and the run that follows is for the producer's interval", async () => {
    const dag = waiting([a]);
    const { store, scheduler } = simulate([producing(() => {}), dag], noon);
    await scheduler.run();
    expect(seenBy.get(dag)).toEqual([
      "dataset_triggered__2019-01-02T00:00:00+00:00 | a 2019-01-01",
      "dataset_triggered__2019-01-03T00:00:00+00:00 | a 2019-01-02",
    ]);
    expect(datesOf(store)[0]).toBe(
      "2019-01-02T00:00:00Z 2019-01-01T00:00:00Z 2019-01-02T00:00:00Z 2019-01-02T00:00:00Z",
    );
    expect(store.listAssetEvents({})[0]).toEqual({
      id: 1,
      asset: "a",
      at: Temporal.Instant.from("2019-01-02T00:00Z").epochMilliseconds,
      dagId: "makes",
      runId: "scheduled__2019-01-01T00:00:00+00:00",
      taskId: "make",
      tryNumber: 1,
      extra: { n: "2019-01-01" },
      key: null,
    });
  });

  test("are not updated by a try that fails", async () => {
    let tries = 0;
    const failing = producing(() => {
      if (++tries === 1) throw new Error("the first time");
    }, 1);
    const { store, scheduler } = simulate([failing, waiting([a])], noon);
    await scheduler.run();
    expect(store.listAssetEvents({}).map(({ tryNumber }) => tryNumber)).toEqual([2, 1]);
  });

  test("make an empty task one that really runs", async () => {
    const dag = new DAG({ dagId: "makes", schedule: null });
    chain(new EmptyOperator({ dag, taskId: "nothing", outlets: [a] }));
    const { store, scheduler } = simulate(dag, noon);
    scheduler.trigger({ dagId: "makes" });
    await scheduler.run();
    expect(store.listAssetEvents({})).toMatchObject([{ asset: "a", taskId: "nothing" }]);
  });

  test("are the only assets of which it may tell", async () => {
    const dag = new DAG({ dagId: "makes", schedule: null });
    const callable = new FunctionOperator({
      dag,
      taskId: "make",
      outlets: [a],
      callable: ({ outletEvents }) => void outletEvents.get("b"),
    });
    chain(callable);
    const { store, scheduler } = simulate(dag, noon);
    const runId = scheduler.trigger({ dagId: "makes" });
    await scheduler.run();
    expect(store.listAttempts({ dagId: "makes", runId })[0]?.error).toMatch(
      'task "make": asset "b" is not among its outlets',
    );
    expect(store.listAssetEvents({})).toEqual([]);
  });
});

describe("an event from outside", () => {
  test("with a key is one event, however often it is reported", () => {
    const { store, scheduler } = simulate(waiting([a]), noon);
    expect(scheduler.assetEvent({ asset: "a", key: "x" })).toMatchObject({ id: 1, key: "x" });
    expect(scheduler.assetEvent({ asset: "a", key: "x" })).toBeNull();
    expect(store.listAssetEvents({})).toHaveLength(1);
  });

  test("of an asset that nobody knows is refused, and so is what JSON cannot keep", () => {
    const { scheduler } = simulate(waiting([a]), noon);
    expect(() => scheduler.assetEvent({ asset: "A" })).toThrow(
      'no DAG waits for an asset "A", or updates it; did you mean "a"?',
    );
    expect(() => scheduler.assetEvent({ asset: "a", extra: { n: 1n } })).toThrow("extra.n is the BigInt 1n");
  });

  test("outlives the scheduler that heard it: the next one makes the run", async () => {
    const folder = mkdtempSync(join(tmpdir(), "daglings-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const store = sqliteStore(join(folder, "daglings.db"));
    const first = simulate(waiting([a, b]), noon, { store }).scheduler;
    first.assetEvent({ asset: "a", extra: { n: 1 } });
    await first.close();
    const dag = waiting([a, b]);
    const { scheduler } = simulate(dag, later(1), { store, clock: simulatedClock({ from: later(1) }) });
    scheduler.assetEvent({ asset: "b", extra: { n: 2 } });
    await scheduler.run();
    expect(seenBy.get(dag)).toEqual(["dataset_triggered__2019-01-01T12:01:00+00:00 | a 1 | b 2"]);
    store.close();
  });
});

test.each([
  [2, "triggering_dataset_events"],
  [3, "triggering_asset_events"],
] as const)("templates of Airflow %i know them as %s", async (airflow, name) => {
  const dag = new DAG({ dagId: "waits", schedule: [a], airflow });
  const template = `{% for name, events in ${name}.items() %}{{ name }} {{ events[0].uri }} {{ (events | first).extra.n }}{% endfor %}`;
  let seen = "";
  const look = new FunctionOperator({
    dag,
    taskId: "look",
    opArgs: [template],
    callable: (text) => void (seen = text),
  });
  chain(look);
  const { scheduler } = simulate(dag, noon);
  scheduler.assetEvent({ asset: "a", extra: { n: 1 } });
  await scheduler.run();
  expect(seen).toBe("a a 1");
});
