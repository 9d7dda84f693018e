// What a scheduler finds that another one has left, and what it makes of it.

import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { chain, DAG } from "../dag.ts";
import type { DagOptions } from "../dag-options.ts";
import { FunctionOperator } from "../operators/function.ts";
import { FunctionSensor } from "../operators/sensor.ts";
import { memoryStore } from "../store/memory.ts";
import { abandon, describeRuns, executorByHand, simulate } from "./testing.ts";

const at = "2019-01-01T05:00Z";
const dagId = "dag";

/** Tasks side by side, then "join". */
function wide(taskIds: readonly string[], retries = 0): DAG {
  const dag = new DAG({ dagId, schedule: null });
  const tasks = taskIds.map((taskId) => new FunctionOperator({ dag, taskId, retries, callable: () => {} }));
  chain(tasks, new FunctionOperator({ dag, taskId: "join", callable: () => {} }));
  return dag;
}

/** Lets a scheduler start all it can. */
async function begin(dag: DAG, store = memoryStore()) {
  const executor = executorByHand();
  const { scheduler } = simulate(dag, at, { store, executor: executor.factory });
  const runId = scheduler.trigger({ dagId });
  const ended = scheduler.run();
  await nextTurn();
  return { store, scheduler, runId, ended, ...executor };
}

async function crash({ store, ended }: Pick<Awaited<ReturnType<typeof begin>>, "store" | "ended">) {
  // Time for a report to be put on record, then the lease is gone; how the old loop ends does not matter.
  for (let turn = 0; turn < 3; turn++) await nextTurn();
  abandon(store);
  void ended.catch(() => {});
}

const attemptsOf = (store: ReturnType<typeof memoryStore>, runId: string) =>
  store.listAttempts({ dagId, runId }).map(({ taskId, tryNumber, state, finishedAt, error }) => {
    return `${taskId} ${tryNumber} ${state}${finishedAt === null ? " open" : ""}${error ? `: ${error}` : ""}`;
  });

describe("what has ended while another attempt of its instant was under way", () => {
  test("is kept through a crash, with what it has pushed and asked for", async () => {
    const dag = wide(["a", "b", "slow"], 1);
    const first = await begin(dag);
    first.end("b 1", { outcome: { type: "failed", mayRetry: false, error: "it broke" } });
    const request = { dagId, runId: "asked", logicalDate: null, conf: {}, whenTaken: "fail" } as const;
    const traces = [{ direction: "out", name: "a.csv", how: "written" }] as const;
    first.end("a 1", { xcoms: { size: 5 }, triggers: [{ ...request, xcomKey: "made" }], traces });
    await crash(first);

    const { store, runId } = first;
    expect(attemptsOf(store, runId)).toEqual(["a 1 running open", "b 1 running open", "slow 1 running open"]);
    const second = executorByHand();
    const next = simulate(dag, at, { store, executor: second.factory });
    expect(attemptsOf(store, runId)).toEqual([
      "a 1 success",
      "b 1 failed: it broke",
      "slow 1 failed: the process that ran it is gone",
    ]);
    expect(store.findXCom({ dagId, runId, taskId: "a", key: "size" })).toEqual({ value: 5 });
    expect(store.listTraces({ name: "a.csv" })).toMatchObject([
      { runId, taskId: "a", tryNumber: 1, ...traces[0] },
    ]);
    expect(store.findXCom({ dagId, runId, taskId: "a", key: "made" })).toEqual({ value: "asked" });
    expect(store.findRun({ dagId, runId: "asked" })).toMatchObject({ runType: "manual" });
    expect(store.findRun({ dagId, runId })?.tasks).toMatchObject({
      a: { state: "success", tryNumber: 1 },
      b: { state: "failed", tryNumber: 1 },
      slow: { state: "up_for_retry", tryNumber: 1 },
    });
    await next.scheduler.close();
  });

  test("is applied in plan order, whichever ended first", async () => {
    const dag = wide(["c", "a", "b", "slow"]);
    const first = await begin(dag);
    for (const task of ["b 1", "a 1", "c 1"]) first.end(task);
    await crash(first);
    const { store } = first;
    const seen = store.listEvents({ after: 0, limit: 99 }).length;
    const next = simulate(dag, at, { store, executor: executorByHand().factory });
    const events = store
      .listEvents({ after: seen, limit: 99 })
      .map(({ taskId, state }) => `${taskId} ${state}`);
    expect(events.slice(0, 4)).toEqual(["c success", "a success", "b success", "slow failed"]);
    await next.scheduler.close();
  });

  test("is kept, too, when the scheduler is stopped", async () => {
    const stop = new AbortController();
    const executor = executorByHand();
    const store = memoryStore();
    const { scheduler } = simulate(wide(["a", "slow"]), at, { store, executor: executor.factory });
    const runId = scheduler.trigger({ dagId });
    const ended = scheduler.run({ signal: stop.signal });
    await nextTurn();
    executor.end("a 1");
    stop.abort();
    await ended;
    expect(executor.calls.at(-1)).toBe("close");
    await scheduler.close();
    const next = simulate(wide(["a", "slow"]), at, { store });
    await next.scheduler.run();
    expect(attemptsOf(store, runId)[0]).toBe("a 1 success");
    expect(describeRuns(store, dagId)[0]).toContain("a success 1");
  });

  test("costs no commit of its own when all of an instant end in one turn", async () => {
    const store = memoryStore();
    let kept = 0;
    const counting = {
      ...store,
      commit: (commit: Parameters<typeof store.commit>[0]) => {
        kept += commit.attempts.filter(({ report }) => report !== null).length;
        store.commit(commit);
      },
    };
    const first = await begin(wide(["a", "b", "c"]), counting);
    for (const task of ["a 1", "b 1", "c 1"]) {
      first.end(task);
      for (let step = 0; step < 20; step++) await Promise.resolve(); // the loop has woken by then
    }
    await nextTurn();
    await nextTurn();
    first.end("join 1");
    await first.ended;
    expect(kept).toBe(0);
  });
});

describe("attempts that a crash has left open are closed", () => {
  test.each<[string, (begun: Awaited<ReturnType<typeof begin>>) => void]>([
    ["a run was cancelled", ({ scheduler, runId }) => scheduler.cancel({ dagId, runId })],
    [
      "its task was marked",
      ({ scheduler, runId }) => scheduler.markTask({ dagId, runId, taskId: "a", state: "success" }),
    ],
    [
      "it had ended, but too late to count",
      ({ scheduler, runId, end }) => {
        scheduler.cancel({ dagId, runId });
        end("a 1", { xcoms: { late: true } });
      },
    ],
  ])("after %s", async (_, act) => {
    const dag = wide(["a", "b"]);
    const first = await begin(dag);
    act(first);
    await crash(first);
    const { store, runId } = first;
    const next = simulate(dag, at, { store, executor: executorByHand().factory });
    expect(store.listOpenAttempts({ dagId })).toEqual([]);
    expect(attemptsOf(store, runId)[0]).toMatch(/^a 1 failed: /);
    expect(store.findXCom({ dagId, runId, taskId: "a", key: "late" })).toBeNull();
    await next.scheduler.close();
  });

  test("after its task was removed from the DAG", async () => {
    const first = await begin(wide(["a", "b"]));
    await crash(first);
    const { store, runId } = first;
    const next = simulate(wide(["b"]), at, { store, executor: executorByHand().factory });
    expect(store.listOpenAttempts({ dagId })).toEqual([]);
    expect(attemptsOf(store, runId)).toContain("a 1 failed: the process that ran it is gone");
    await next.scheduler.close();
  });
});

test("a try that was given up changes nothing by its late end", async () => {
  const { store, scheduler, runId, end, calls, ended } = await begin(wide(["a"]));
  scheduler.cancel({ dagId, runId });
  await nextTurn();
  expect(calls).toContain("stop a 1");
  const asked = {
    dagId,
    runId: "asked",
    logicalDate: null,
    conf: {},
    whenTaken: "fail",
    xcomKey: "id",
  } as const;
  end("a 1", { xcoms: { late: true }, triggers: [asked] });
  await ended;
  const error = "was cleared, marked, cancelled or removed while it ran; its end does not count";
  expect(attemptsOf(store, runId)).toEqual([`a 1 failed: ${error}`]);
  expect(store.findXCom({ dagId, runId, taskId: "a", key: "late" })).toBeNull();
  expect(store.findRun({ dagId, runId: "asked" })).toBeNull();
});

test("a task that was given up and is cleared runs again only when its earlier try is really gone", async () => {
  const { store, scheduler, runId, end, calls, ended } = await begin(wide(["a"]));
  scheduler.cancel({ dagId, runId });
  scheduler.clear({ dagId, runId });
  for (let turn = 0; turn < 3; turn++) await nextTurn();
  expect(calls).toEqual(["start a 1", "stop a 1"]);
  end("a 1", { xcoms: { size: 1 } });
  for (let turn = 0; turn < 3; turn++) await nextTurn();
  expect(calls.at(-1)).toBe("start a 2");
  end("a 2", { xcoms: { size: 2 } });
  for (let turn = 0; turn < 3; turn++) await nextTurn();
  end("join 1");
  await ended;
  expect(attemptsOf(store, runId)).toEqual([
    expect.stringMatching(/^a 1 failed: was /),
    "a 2 success",
    "join 1 success",
  ]);
  expect(store.findXCom({ dagId, runId, taskId: "a", key: "size" })).toEqual({ value: 2 });
});

describe("a sensor's try, between two looks,", () => {
  const soon = "2019-01-01T05:00:30Z"; // after the first look

  /** A sensor that sees something the third time, a minute after the second. */
  async function look(mode: "poke" | "reschedule", options: Partial<DagOptions> = {}) {
    const dag = new DAG({ dagId, schedule: null, ...options });
    let looks = 0;
    chain(new FunctionSensor({ dag, taskId: "sees", mode, callable: () => ++looks > 2 }));
    const { store, scheduler } = simulate(dag, at);
    const runId = scheduler.trigger({ dagId });
    await scheduler.run({ until: soon });
    expect(attemptsOf(store, runId)).toEqual(["sees 1 running open"]);
    return { dag, store, scheduler, runId };
  }

  test("outlives a crash, and ends as its task does", async () => {
    const { dag, store, runId } = await look("reschedule");
    abandon(store);
    await simulate(dag, soon, { store }).scheduler.run({ until: "idle" });
    expect(describeRuns(store, dagId)[0]).toContain("sees success 1");
    expect(attemptsOf(store, runId)).toEqual(["sees 1 success"]);
  });

  const givenUp =
    "sees 1 failed: was cleared, marked, cancelled or removed while it ran; its end does not count";
  const modes = ["poke", "reschedule"] as const;

  test.each(modes)("ends when its run is cancelled (%s)", async (mode) => {
    const { store, scheduler, runId } = await look(mode);
    scheduler.cancel({ dagId, runId });
    expect(attemptsOf(store, runId)).toEqual([givenUp]);
  });

  test.each(modes)("ends when its task is marked (%s)", async (mode) => {
    const { store, scheduler, runId } = await look(mode);
    scheduler.markTask({ dagId, runId, taskId: "sees", state: "success" });
    expect(attemptsOf(store, runId)).toEqual([givenUp]);
  });

  test.each(modes)("ends when its task is cleared, and another one begins (%s)", async (mode) => {
    const { store, scheduler, runId } = await look(mode);
    scheduler.clear({ dagId, runId });
    await scheduler.run({ until: "idle" });
    expect(attemptsOf(store, runId)).toEqual([givenUp, "sees 2 success"]);
  });

  test.each(modes)("ends when the time of its run is over (%s)", async (mode) => {
    const { store, scheduler, runId } = await look(mode, { dagRunTimeout: { seconds: 45 } });
    await scheduler.run({ until: "idle" });
    expect(attemptsOf(store, runId)).toEqual([givenUp]);
  });
});

test("a change of the DAG that is taken back while a run is under way is taken back in the run, too", async () => {
  const first = await begin(wide(["a"]));
  await crash(first);
  const { store, runId } = first;
  simulate(wide(["a", "b"]), at, { store, executor: executorByHand().factory });
  expect(store.findRun({ dagId, runId })?.planHash).toBe(wide(["a", "b"]).plan.hash);
  abandon(store);

  const last = simulate(wide(["a"]), at, { store });
  last.scheduler.clear({ dagId, runId });
  await last.scheduler.run();
  expect(describeRuns(store, dagId)).toEqual([
    expect.stringContaining("success | a success 2 | b removed 1"),
  ]);
  await last.scheduler.close();
});
