import { expect, test } from "vitest";
import { DAG } from "../dag.ts";
import { EmptyOperator } from "../operators/empty.ts";
import { byHand, orderOf } from "../testing.ts";
import { failedReport, underWay } from "./under-way.ts";

const attempt = { dagId: "dag", runId: "run", taskId: "work", tryNumber: 1 };

test("an attempt is found by its DAG, run, task and try, until it is removed", () => {
  const running = underWay<string>();
  running.add(attempt, "mine");
  expect(running.get({ ...attempt })).toBe("mine");
  for (const other of [{ dagId: "x" }, { runId: "x" }, { taskId: "x" }, { tryNumber: 2 }]) {
    expect(running.get({ ...attempt, ...other })).toBeUndefined();
    expect(running.remove({ ...attempt, ...other })).toBe(false);
  }
  expect(running.remove(attempt)).toBe(true);
  expect(running.remove(attempt)).toBe(false);
  expect(running.get(attempt)).toBeUndefined();
});

test("all are given back, and forgotten", () => {
  const running = underWay<number>();
  running.add(attempt, 1);
  running.add({ ...attempt, taskId: "other" }, 2);
  expect(running.clear()).toEqual([1, 2]);
  expect(running.clear()).toEqual([]);
  expect(running.remove(attempt)).toBe(false);
});

test("what could not begin has failed, and may be tried again", () => {
  const task = new EmptyOperator({ dag: new DAG(byHand), taskId: "work" });
  const order = orderOf(task, { tryNumber: 3 });
  expect(failedReport(order, "no Node", 5)).toEqual({
    type: "attempt finished",
    dagId: "dag",
    runId: order.runId,
    taskId: "work",
    tryNumber: 3,
    outcome: { type: "failed", mayRetry: true, error: "no Node" },
    duration: 5,
    usage: { cpu: null, peakMemory: null, logBytes: 0 },
    xcoms: {},
    triggers: [],
    extras: {},
    traces: [],
  });
});
