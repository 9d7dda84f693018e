import { expect, test } from "vitest";
import { joined, stepsOf } from "./control.ts";

const starts = [
  { at: 0, taskId: "prepare" },
  { at: 0, taskId: "hand_over" },
  { at: 0, taskId: "wait" },
  { at: 5000, taskId: "wait" },
  { at: 5000, taskId: "validate" },
];

test("the DAG's tasks of one instant are a row, and each look of the sensor is one of Air-Executor's", () => {
  const logs = new Map([
    ["prepare", "Tasks are few\n"],
    ["wait", "Tasks 1/4 done\nTasks 4/4 done\nstate=completed\n"],
  ]);
  expect(joined(stepsOf(starts, logs))).toEqual([
    { at: 0, who: "DAG", what: "prepare, hand_over" },
    { at: 0, who: "Air-Executor", what: "Tasks 1/4 done" },
    { at: 5000, who: "Air-Executor", what: "Tasks 4/4 done" },
    { at: 5000, who: "DAG", what: "validate" },
  ]);
});

test("a sensor that never leaves shows all that it has counted in the look that it has", () => {
  const logs = new Map([["wait", "Tasks 1/4 done\nTasks 4/4 done\n"]]);
  expect(stepsOf(starts.slice(2, 3), logs)).toEqual([
    { at: 0, who: "Air-Executor", what: "Tasks 1/4 done, Tasks 4/4 done" },
  ]);
});

test("looks that see the same are one row", () => {
  const logs = new Map([["wait", "Tasks 3/4 done\nTasks 3/4 done\n"]]);
  expect(joined(stepsOf(starts.slice(2, 4), logs))).toEqual([
    { at: 0, who: "Air-Executor", what: "Tasks 3/4 done" },
  ]);
});
