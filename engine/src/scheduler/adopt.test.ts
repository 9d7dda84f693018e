import { expect, test } from "vitest";
import { simulatedClock } from "../clocks/simulated.ts";
import { chain, DAG } from "../dag.ts";
import { FunctionOperator } from "../operators/function.ts";
import { memoryStore } from "../store/memory.ts";
import { describeRuns, simulate } from "./testing.ts";

function dagOf(taskId: string, callable: () => unknown = () => {}, dagId = "dag"): DAG {
  const dag = new DAG({ dagId, schedule: "@daily", startDate: "2019-01-01", endDate: "2019-01-03" });
  chain(new FunctionOperator({ dag, taskId, callable }));
  return dag;
}

test("a DAG that has changed is taken between runs: those of the old one end as they began", async () => {
  const fresh = dagOf("new");
  const old = dagOf("old", () => {
    if (scheduler.standing({ dagId: "dag" }).running > 0) scheduler.adopt({ dags: [fresh] });
  });
  const { store, scheduler } = simulate(old, "2019-01-02T12:00Z");
  await scheduler.run();
  expect(describeRuns(store, "dag")).toEqual([
    "01-01 | 01-02T12:00 | success | old success 1",
    "01-02 | 01-03 | success | new success 1",
    "01-03 | 01-04 | success | new success 1",
  ]);
});

test("a new DAG is taken at once, and one that is gone makes no more runs", async () => {
  const { store, scheduler } = simulate(
    [dagOf("work"), dagOf("work", undefined, "gone")],
    "2019-01-01T12:00Z",
  );
  await scheduler.run({ until: "2019-01-02T12:00Z" });
  scheduler.adopt({ dags: [dagOf("work"), dagOf("work", undefined, "added")] });
  await scheduler.run();
  expect(describeRuns(store, "gone")).toEqual(["01-01 | 01-02 | success | work success 1"]);
  expect(describeRuns(store, "dag")).toHaveLength(3);
  expect(describeRuns(store, "added")).toHaveLength(3);
  expect(() => scheduler.trigger({ dagId: "gone" })).toThrow('there is no DAG "gone"');
});

test("draining lets what is under way come to its end, and starts nothing any more", async () => {
  const controller = new AbortController();
  const dag = new DAG({ dagId: "dag", schedule: "@daily", startDate: "2019-01-01" });
  const first = new FunctionOperator({ dag, taskId: "first", callable: () => controller.abort() });
  dag.connect([[first, new FunctionOperator({ dag, taskId: "second", callable() {} })]]);
  const { store, scheduler } = simulate(dag, "2019-01-02", { clock: simulatedClock({ from: "2019-01-02" }) });
  await scheduler.run({ drain: controller.signal });
  expect(describeRuns(store, "dag")).toEqual([
    "01-01 | 01-02 | running | first success 1 | second scheduled 1",
  ]);
  await scheduler.run({ until: "2019-01-02" });
  expect(describeRuns(store, "dag")).toEqual([
    "01-01 | 01-02 | success | first success 1 | second success 1",
  ]);
});

test("where new DAGs begin paused, one that is adopted does, and one that the store knows does not", async () => {
  const store = memoryStore();
  const first = simulate(dagOf("work"), "2019-01-02", { store });
  await first.scheduler.run({ until: "2019-01-02" });
  await first.scheduler.close();
  const { scheduler } = simulate(dagOf("work"), "2019-01-02", { store, pausesNew: true });
  scheduler.adopt({ dags: [dagOf("work"), dagOf("work", undefined, "added")] });
  await scheduler.run({ until: "2019-01-05" });
  expect(scheduler.standing({ dagId: "added" })).toMatchObject({ paused: true, nextAt: null });
  expect(describeRuns(store, "added")).toEqual([]);
  expect(describeRuns(store, "dag")).toHaveLength(3);
});
