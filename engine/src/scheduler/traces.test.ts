// What a run's attempts have left on record of what they have read and written.

import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { chain, DAG } from "../dag.ts";
import { FunctionOperator } from "../operators/function.ts";
import { executorByHand, simulate } from "./testing.ts";

const dagId = "dag";
const changed = { traces: [{ direction: "out", name: "a.csv", how: "perhaps" }] } as const;

/** A task, then two side by side, then one; `ends` are the order in which they end. */
async function play(...ends: readonly string[]) {
  const dag = new DAG({ dagId, schedule: null });
  const task = (taskId: string) => new FunctionOperator({ dag, taskId, callable: () => {} });
  chain(task("first"), [task("left"), task("right")], task("last"));
  const executor = executorByHand();
  const { store, scheduler } = simulate(dag, "2019-01-01T05:00Z", { executor: executor.factory });
  scheduler.trigger({ dagId });
  const ended = scheduler.run();
  for (const end of ends) {
    for (let turn = 0; turn < 3; turn++) await nextTurn();
    executor.end(`${end} 1`, changed);
  }
  await ended;
  return store;
}

test("what changes while an attempt is alone, it has written; side by side, perhaps", async () => {
  const store = await play("first", "right", "left", "last");
  const traces = store.listTraces({ name: "a.csv" }).map(({ taskId, how }) => `${taskId} ${how}`);
  expect(traces).toEqual(["first written", "left perhaps", "right perhaps", "last written"]);
});

test("an attempt knows when it has ended, by the scheduler's clock", async () => {
  const store = await play("first", "left", "right", "last");
  const [first] = store.listTraces({ taskId: "first" });
  const at = Temporal.Instant.from("2019-01-01T05:00Z").epochMilliseconds;
  expect(first).toMatchObject({ dagId, runId: "manual__2019-01-01T05:00:00+00:00", tryNumber: 1, at });
});
