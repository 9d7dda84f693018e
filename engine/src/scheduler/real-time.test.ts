import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { chain, DAG } from "../dag.ts";
import { FunctionOperator } from "../operators/function.ts";
import { memoryStore } from "../store/memory.ts";
import { byHand } from "../testing.ts";
import { Scheduler } from "./scheduler.ts";
import { executorByHand } from "./testing.ts";

test("what ends in one turn is committed once, however many end", async () => {
  const taskIds = ["a", "b", "c", "d"];
  const dag = new DAG(byHand);
  chain(taskIds.map((taskId) => new FunctionOperator({ dag, taskId, callable() {} })));
  const store = memoryStore();
  let commits = 0;
  const commit: typeof store.commit = (changes) => {
    commits++;
    store.commit(changes);
  };
  const executor = executorByHand();
  const scheduler = new Scheduler({ dags: [dag], store: { ...store, commit }, executor: executor.factory });
  scheduler.trigger({ dagId: dag.dagId });
  const ended = scheduler.run({ until: "idle" });
  await nextTurn();
  expect(executor.calls).toHaveLength(4);
  commits = 0;
  for (const taskId of taskIds) {
    executor.end(`${taskId} 1`);
    for (let step = 0; step < 20; step++) await Promise.resolve(); // the loop has woken by then
  }
  await ended;
  expect(commits).toBe(1);
  await scheduler.close();
});
