import fc from "fast-check";
import { expect, test } from "vitest";
import { descendants } from "./plan.ts";
import { leadsTo } from "./reach.ts";
import { planOf, taskPlan } from "./testing.ts";

type Link = readonly [string, string];

function linksOf(links: readonly Link[]) {
  const asked: string[] = [];
  const note = (id: string) => asked.push(id);
  return {
    asked,
    upstream: (id: string) => (note(id), links.filter(([, to]) => to === id).map(([from]) => from)),
    downstream: (id: string) => (note(id), links.filter(([from]) => from === id).map(([, to]) => to)),
  };
}

test("a task leads to itself", () => {
  expect(leadsTo("a", "a", linksOf([]))).toBe(true);
});

test("in every graph a task leads to its descendants, and to no other", () => {
  const graph = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(graph, (parents) => {
      const tasks = parents.map((of, index) => {
        return taskPlan(`t${index}`, index === 0 ? [] : [...new Set(of.map((each) => `t${each % index}`))]);
      });
      const links = linksOf(
        tasks.flatMap(({ taskId, upstream }) => upstream.map((id): Link => [id, taskId])),
      );
      const plan = planOf(tasks);
      for (const { taskId: from } of tasks) {
        const below = descendants(plan, [from]).add(from);
        for (const { taskId: to } of tasks) expect(leadsTo(from, to, links)).toBe(below.has(to));
      }
    }),
  );
});

test.each([
  ["downstream", "t999", "new"],
  ["upstream", "new", "t0"],
])("where nothing is %s, it does not walk along the rest", (_, from, to) => {
  const links = linksOf(Array.from({ length: 999 }, (__, index) => [`t${index}`, `t${index + 1}`]));
  expect(leadsTo(from, to, links)).toBe(false);
  expect(links.asked.length).toBeLessThan(4);
});
