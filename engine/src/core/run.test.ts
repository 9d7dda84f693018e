import { expect, test } from "vitest";
import { createRun, instanceOf, runTimeoutAt, stateOf } from "./run.ts";
import { identity, minute, planOf, Play, taskPlan } from "./testing.ts";

const day = 24 * 60 * minute;

test("a new run is queued, with every task in it", () => {
  const { run, states } = new Play([taskPlan("a"), taskPlan("b", ["a"])]);
  expect(run.state).toBe("queued");
  expect(states).toEqual({ a: "none", b: "none" });
});

test("tasks whose dates exclude the logical date are not in it", () => {
  const before = taskPlan("over", [], { endDate: identity.logicalDate - day });
  const after = taskPlan("later", [], { startDate: identity.logicalDate + 1 });
  const exact = taskPlan("exact", [], { startDate: identity.logicalDate, endDate: identity.logicalDate });
  expect(new Play([before, after, exact]).states).toEqual({ exact: "none" });
});

test("but in a backfill they are", () => {
  const before = taskPlan("over", [], { endDate: identity.logicalDate - day });
  expect(new Play([before], {}, { runType: "backfill" }).states).toEqual({ over: "none" });
});

test("a run survives JSON", () => {
  const { run } = new Play([taskPlan("a"), taskPlan("b", ["a"])]).begin().start("a");
  expect(JSON.parse(JSON.stringify(run))).toEqual(run);
});

test("when a DAG is edited, its runs get the new tasks and lose those that are gone", () => {
  const play = new Play([taskPlan("a"), taskPlan("old", ["a"])]).begin().attempt("a");
  play.play({ type: "plan changed", plan: planOf([taskPlan("a"), taskPlan("new", ["a"])]) });
  expect(play.states).toEqual({ a: "success", old: "removed", new: "scheduled" });
  expect(play.run.plan.tasks.map((task) => task.taskId)).toEqual(["a", "new"]);
  expect(stateOf(play.run, "neither")).toBe("none");
});

test("a run times out only when it has started and its DAG says so", () => {
  const play = new Play([taskPlan("a")], { dagRunTimeout: minute });
  expect(runTimeoutAt(play.run)).toBe(Infinity);
  expect(runTimeoutAt(play.begin().run)).toBe(play.now + minute);
  expect(runTimeoutAt(new Play([taskPlan("a")]).begin().run)).toBe(Infinity);
});

test("a task that a run does not have is reported with the run's name", () => {
  const run = createRun(planOf([taskPlan("a")]), identity, 0);
  expect(() => instanceOf(run, "b")).toThrow(`run "${identity.runId}" of "dag" has no task "b"`);
});
