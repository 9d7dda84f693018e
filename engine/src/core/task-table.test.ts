import { expect, test } from "vitest";
import { newInstance } from "./task-instance.ts";
import { findTask, positionOf, taskEntries, taskTable, withTask } from "./task-table.ts";

const [untouched, running] = [newInstance(0, 0), { ...newInstance(1, 0), state: "running" } as const];
const table = taskTable([
  ["b", untouched],
  ["2", running],
  ["1", untouched],
]);

test("tasks stand as they were given, whatever their names", () => {
  expect(taskEntries(table)).toEqual([
    ["b", untouched],
    ["2", running],
    ["1", untouched],
  ]);
  expect(["b", "2", "1", "a"].map((id) => positionOf(table, id))).toEqual([0, 1, 2, undefined]);
});

test("a change leaves the table before it as it was, and moves the counts", () => {
  const changed = withTask(table, "b", running);
  expect([findTask(table, "b"), findTask(changed, "b")]).toEqual([untouched, running]);
  expect([table.counts, changed.counts]).toMatchObject([
    { none: 2, running: 1 },
    { none: 1, running: 2 },
  ]);
});

test("names that every object has are names like any other", () => {
  expect(findTask(table, "constructor")).toBeUndefined();
  expect(findTask(taskTable([["__proto__", running]]), "__proto__")).toBe(running);
});

test("a task that is not there cannot be changed", () => {
  expect(() => withTask(table, "a", running)).toThrow('there is no task "a"');
});
