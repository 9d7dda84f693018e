import { expect, test } from "vitest";
import { inPlanOrder } from "./run.ts";
import { newInstance } from "./task-instance.ts";
import { identity, Play, planOf, taskPlan } from "./testing.ts";

test("an attempt whose end is on record counts when the run is taken up again, and is not lost", () => {
  const play = new Play([taskPlan("a"), taskPlan("b")]).begin().start("a").start("b");
  const known = {
    type: "attempt finished",
    taskId: "a",
    tryNumber: 1,
    outcome: { type: "success" },
  } as const;
  play.play({ type: "run resumed", ended: [known] });
  expect(play.states).toEqual({ a: "success", b: "failed" });
});

test("a task that the run does not have is left alone by those before it", () => {
  const later = identity.logicalDate + 1;
  const tasks = [
    taskPlan("choose"),
    taskPlan("here", ["choose"]),
    taskPlan("later", ["choose"], { startDate: later }),
  ];
  const play = new Play(tasks).begin();
  play.attempt("choose", { type: "success", skip: { follow: [] } });
  expect(play.states).toEqual({ choose: "success", here: "skipped" });
  expect(play.run.state).toBe("success");
});

test("tasks are in the plan's order, even if the run lacks some of them; tasks that the plan has lost come last", () => {
  const plan = planOf([taskPlan("a"), taskPlan("b"), taskPlan("c")]);
  const instance = newInstance(0, 0);
  const kept = inPlanOrder(plan, { gone: instance, c: instance, a: instance });
  expect(kept.map(([taskId]) => taskId)).toEqual(["a", "c", "gone"]);
});
