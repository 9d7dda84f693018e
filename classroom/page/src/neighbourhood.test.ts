import { expect, test } from "vitest";
import { neighbourhood } from "./neighbourhood.ts";

/** 0 → 1 → 2 → … → 9 */
const chained = Array.from({ length: 10 }, (_, each) => ({
  taskId: `${each}`,
  upstream: each === 0 ? [] : [`${each - 1}`],
}));

test("around a task are those before and after it, as many as there is room for, with the links among them", () => {
  expect(neighbourhood(chained, "5", 4)).toEqual([
    { taskId: "3", upstream: [] },
    { taskId: "4", upstream: ["3"] },
    { taskId: "5", upstream: ["4"] },
    { taskId: "6", upstream: ["5"] },
  ]);
});

test("a task with nothing before or after it is alone", () => {
  const apart = chained.map(({ taskId }) => ({ taskId, upstream: [] }));
  expect(neighbourhood(apart, "5", 4)).toEqual([{ taskId: "5", upstream: [] }]);
});

test("of one with more neighbours than there is room for, some are drawn", () => {
  const fan = chained.map(({ taskId }) => ({ taskId, upstream: taskId === "0" ? [] : ["0"] }));
  expect(neighbourhood(fan, "0", 4).map(({ taskId }) => taskId)).toEqual(["0", "1", "2", "3"]);
});

test("around none, the first are drawn", () => {
  expect(neighbourhood(chained, null, 2)).toEqual([
    { taskId: "0", upstream: [] },
    { taskId: "1", upstream: ["0"] },
  ]);
});
