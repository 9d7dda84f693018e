import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide } from "./decide.ts";
import { Progress } from "./progress.ts";
import type { TaskLine } from "./journal.ts";

function progressOf(tasks: Readonly<Record<string, readonly string[]>>): Progress {
  const progress = new Progress();
  for (const [id, dependencies] of Object.entries(tasks))
    progress.define({ id, command: "true", dependencies });
  return progress;
}

/** Writes down what is decided, until nothing more is. */
function settle(progress: Progress): void {
  for (let lines = decide(progress, { mayBeMore: false }).lines; lines.length > 0;) {
    for (const line of lines) progress.apply(line);
    lines = decide(progress, { mayBeMore: false }).lines;
  }
}

function run(progress: Progress, task: string, state: "completed" | "failed"): void {
  const number = (progress.tasks.get(task)?.number ?? 0) + 1;
  progress.apply({ task, try: number, state: "running" });
  progress.apply({ task, try: number, state });
}

const stateOf = (progress: Progress, id: string) => progress.tasks.get(id)?.state;

describe("a job", () => {
  test("fails because of a damaged task file, until the same task arrives whole", () => {
    const progress = progressOf({});
    progress.apply({ damaged: "tasks/a.json", why: "it is not JSON" });
    settle(progress);
    expect(progress.job).toBe("failed");
    progress.define({ id: "a", command: "true" });
    run(progress, "a", "completed");
    settle(progress);
    expect(progress.job).toBe("completed");
  });

  test("waits while it has no task, works, and is completed with the last of them", () => {
    const progress = progressOf({});
    settle(progress);
    expect(progress.job).toBe("waiting");
    progress.define({ id: "a", command: "true" });
    settle(progress);
    expect(progress.job).toBe("working");
    run(progress, "a", "completed");
    settle(progress);
    expect(progress.job).toBe("completed");
  });

  test("that is completed works again when somebody queues more", () => {
    const progress = progressOf({ a: [] });
    run(progress, "a", "completed");
    settle(progress);
    progress.define({ id: "b", command: "true" });
    settle(progress);
    expect(progress.job).toBe("working");
  });

  test("is not over while there may be files that nobody has read", () => {
    const progress = progressOf({ a: [] });
    run(progress, "a", "completed");
    expect(decide(progress, { mayBeMore: true })).toEqual({ lines: [], isOver: false });
  });
});

describe("what depends on a task", () => {
  test("is given up when it fails, down to the last of them, and taken up again with it", () => {
    const progress = progressOf({ a: [], b: ["a"], c: ["b"], d: [] });
    run(progress, "a", "failed");
    run(progress, "d", "completed");
    settle(progress);
    expect(["b", "c"].map((id) => stateOf(progress, id))).toEqual(["upstream_failed", "upstream_failed"]);
    expect(progress.job).toBe("failed");
    progress.apply({ task: "a", state: "pending", failures: 0 });
    settle(progress);
    expect(["a", "b", "c"].map((id) => stateOf(progress, id))).toEqual(["pending", "pending", "pending"]);
    expect([...progress.ready]).toEqual(["a"]);
  });

  test("may be queued before it", () => {
    const progress = progressOf({ b: ["a"] });
    progress.define({ id: "a", command: "true" });
    run(progress, "a", "completed");
    expect([...progress.ready]).toEqual(["b"]);
  });

  test("is given up with a sentence when nobody queues it, and goes on when somebody does after all", () => {
    const progress = progressOf({ b: ["a"] });
    settle(progress);
    expect(progress.tasks.get("b")).toMatchObject({
      state: "upstream_failed",
      why: 'it waits for "a", which nobody has queued',
    });
    progress.define({ id: "a", command: "true" });
    settle(progress);
    expect(stateOf(progress, "b")).toBe("pending");
  });

  test("on itself, through any number of others, is given up", () => {
    const progress = progressOf({ a: ["b"], b: ["c"], c: ["a"], d: ["d"] });
    settle(progress);
    expect(progress.job).toBe("failed");
    expect(progress.counts.upstream_failed).toBe(4);
  });
});

test("a line about a try that is over changes nothing", () => {
  const progress = progressOf({ a: [] });
  run(progress, "a", "completed");
  progress.apply({ task: "a", try: 1, state: "failed", failures: 1 });
  progress.apply({ task: "a", try: 1, state: "running" });
  expect(progress.tasks.get("a")).toMatchObject({ state: "completed", failures: 0 });
});

test("counts, what is ready and what is given up are right after any lines in any order", () => {
  const ids = ["a", "b", "c", "d"] as const;
  const id = fc.constantFrom(...ids);
  const line: fc.Arbitrary<TaskLine> = fc.record({
    task: id,
    state: fc.constantFrom("pending", "running", "completed", "failed", "upstream_failed"),
    try: fc.integer({ min: 1, max: 3 }),
  });
  const graph = fc.tuple(...ids.map(() => fc.uniqueArray(id, { maxLength: 3 })));
  fc.assert(
    fc.property(graph, fc.array(line, { maxLength: 20 }), fc.nat(20), (dependencies, lines, definedAfter) => {
      const progress = new Progress();
      const define = (from: number, to: number) =>
        ids.slice(from, to).forEach((each, index) => {
          progress.define({ id: each, command: "true", dependencies: dependencies[from + index] ?? [] });
        });
      define(0, 2);
      lines.forEach((each, index) => {
        if (index === definedAfter) define(2, 4);
        progress.apply(each);
      });
      define(2, 4);
      const records = [...progress.tasks.values()];
      for (const [state, count] of Object.entries(progress.counts))
        expect(records.filter((each) => each.state === state)).toHaveLength(count);
      const states = (each: string) => progress.tasks.get(each)?.state;
      const pending = records.filter(({ state }) => state === "pending").map(({ definition }) => definition);
      const isReady = (wanted: readonly string[] = []) =>
        wanted.every((each) => states(each) === "completed");
      expect([...progress.ready].toSorted()).toEqual(
        pending
          .filter((each) => isReady(each.dependencies))
          .map((each) => each.id)
          .toSorted(),
      );
      const isDoomed = (wanted: readonly string[] = []) =>
        wanted.some((each) => states(each) === "failed" || states(each) === "upstream_failed");
      expect([...progress.doomed.keys()].toSorted()).toEqual(
        pending
          .filter((each) => isDoomed(each.dependencies))
          .map((each) => each.id)
          .toSorted(),
      );
    }),
  );
});
