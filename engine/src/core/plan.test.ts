import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compilePlan, descendants, findCycle, plannedTask } from "./plan.ts";
import { dagPlan, planOf, taskPlan } from "./testing.ts";

describe("plan order", () => {
  test("puts each task behind its upstream tasks, else as the file has them", () => {
    const plan = planOf([
      taskPlan("send", ["a", "b"]),
      taskPlan("b", ["fetch"]),
      taskPlan("fetch"),
      taskPlan("a", ["fetch"]),
    ]);
    expect(plan.tasks.map((task) => task.taskId)).toEqual(["fetch", "b", "a", "send"]);
  });

  test("holds for every graph without a cycle", () => {
    const graph = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { maxLength: 30 });
    fc.assert(
      fc.property(graph, (parents) => {
        const tasks = parents.map((of, index) => {
          const upstream = index === 0 ? [] : [...new Set(of.map((parent) => `t${parent % index}`))];
          return taskPlan(`t${index}`, upstream);
        });
        const seen = new Set<string>();
        for (const task of planOf(tasks.toReversed()).tasks) {
          expect(task.upstream.every((id) => seen.has(id))).toBe(true);
          seen.add(task.taskId);
        }
        expect(seen.size).toBe(tasks.length);
      }),
    );
  });
});

test("downstream is the reverse of upstream", () => {
  const plan = planOf([taskPlan("a"), taskPlan("b", ["a"]), taskPlan("c", ["a", "b"])]);
  expect(plan.tasks.map((task) => [task.taskId, task.downstream])).toEqual([
    ["a", ["b", "c"]],
    ["b", ["c"]],
    ["c", []],
  ]);
  expect([...descendants(plan, ["a"])].toSorted()).toEqual(["b", "c"]);
  expect([...descendants(plan, ["c"])]).toEqual([]);
});

describe("a cycle", () => {
  test("is found, and told in the order in which it would run", () => {
    const tasks = [
      taskPlan("start"),
      taskPlan("a", ["start", "c"]),
      taskPlan("b", ["a"]),
      taskPlan("c", ["b"]),
      taskPlan("end", ["c"]),
    ];
    const cycle = findCycle(tasks) ?? [];
    expect(cycle[0]).toBe(cycle.at(-1));
    expect(cycle.join()).toMatch(/a,b,c|b,c,a|c,a,b/);
    expect(() => compilePlan(dagPlan(), tasks)).toThrow(/DAG "dag" has a cycle: .* → .* → .* → /);
  });

  test("of one task is found", () => {
    expect(findCycle([taskPlan("a", ["a"])])).toEqual(["a", "a"]);
  });

  test("is not seen where tasks only meet again", () => {
    expect(
      findCycle([taskPlan("a"), taskPlan("b", ["a"]), taskPlan("c", ["a"]), taskPlan("d", ["b", "c"])]),
    ).toBeNull();
  });

  test("of 2,000 tasks is not a problem for the stack", () => {
    const tasks = Array.from({ length: 2000 }, (_, index) =>
      taskPlan(`t${index}`, [`t${(index + 1999) % 2000}`]),
    );
    expect(findCycle(tasks)).toHaveLength(2001);
  });
});

test("the hash changes with the tasks, and only with them", () => {
  const plan = () => planOf([taskPlan("a"), taskPlan("b", ["a"])]);
  expect(plan().hash).toBe(plan().hash);
  expect(planOf([taskPlan("a"), taskPlan("b", ["a"], { retries: 1 })]).hash).not.toBe(plan().hash);
});

test("a plan survives JSON", () => {
  const plan = planOf([taskPlan("a"), taskPlan("b", ["a"])]);
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
});

test("an unknown task is an error", () => {
  expect(() => plannedTask(planOf([taskPlan("a")]), "b")).toThrow('DAG "dag" has no task "b"');
});
