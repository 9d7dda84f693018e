import { expect, test } from "vitest";
import { flow, task } from "./index.ts";

const fetchEvents = task(async (day: string) => day);
const options = {
  inAnObject: task(async () => 1),
};
const withType: { readonly taskName: string } = task(async () => 1);
/** A flow that others call: const other = flow(…) */
const pipeline = flow(async () => 1);
async function named() {}

test("a task that is given no name takes the name of its function, its constant or its property", () => {
  expect(fetchEvents.taskName).toBe("fetchEvents");
  expect(options.inAnObject.taskName).toBe("inAnObject");
  expect(withType.taskName).toBe("withType");
  expect(pipeline.flowName).toBe("pipeline");
  expect(task(named).taskName).toBe("named");
  expect(task(named, { name: "other" }).taskName).toBe("other");
});

test("a task with no other name is named after its line", () => {
  const [first] = [task(async () => 1)];
  expect(first?.taskName).toMatch(/^task_\d+$/);
});

test("a name that cannot be one is refused", () => {
  expect(() => task(named, { name: "no name" })).toThrow(
    'a task has the name "no name"; it may have up to 200',
  );
});
