// A run's counts must be what counting again would give, whatever has happened to it.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { EventWithoutTime, Outcome } from "./events.ts";
import { isHeld } from "./past.ts";
import { findPlanned } from "./plan.ts";
import { recordOf, restoreRun, stateOf, type Run } from "./run.ts";
import type { TaskState } from "./states.ts";
import { step } from "./step.ts";
import { findTask, taskEntries } from "./task-table.ts";
import { minute, Play, planOf, taskPlan } from "./testing.ts";
import { evaluateTriggerRule, triggerRules } from "./trigger-rule.ts";

const size = 9;
const id = fc.nat({ max: size - 1 }).map((index) => `t${index}`);

const tasks = fc
  .array(
    fc.record({
      parents: fc.array(fc.nat(), { maxLength: 4 }),
      triggerRule: fc.constantFrom(...triggerRules),
      retries: fc.nat({ max: 1 }),
      runsNothing: fc.boolean(),
    }),
    { minLength: 1, maxLength: size },
  )
  .map((shape) =>
    shape.map(({ parents, ...options }, index) => {
      const upstream = index === 0 ? [] : [...new Set(parents.map((parent) => `t${parent % index}`))];
      return taskPlan(`t${index}`, upstream, options);
    }),
  );

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.constant({ type: "success" } as const),
  fc.constant({ type: "skipped" } as const),
  fc.constant({ type: "failed", mayRetry: true, error: "it broke" } as const),
  fc
    .oneof(fc.constantFrom("descendants" as const, "children" as const), fc.record({ follow: fc.array(id) }))
    .map((skip) => ({ type: "success", skip }) as const),
);

const state = fc.constantFrom("success" as const, "failed" as const);
const ids = fc.array(id, { maxLength: 3 });

/** Attempts of tasks as they come, and now and then something from outside. */
const happening = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type: fc.constant("attempt"), outcome, leaveOpen: fc.boolean() }) },
  fc.constant({ type: "timer fired" } as const),
  fc.constant({ type: "run resumed" } as const),
  fc.record({ type: fc.constant("past changed"), heldByPast: ids }),
  fc.record({ type: fc.constant("tasks cleared"), taskIds: ids, downstream: fc.boolean() }),
  fc.record({ type: fc.constant("task marked"), taskId: id, state }),
  tasks.map((changed) => ({ type: "plan changed", plan: planOf(changed) }) as const),
);

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function eventsOf(what: Happening, { run }: Play): EventWithoutTime[] {
  const isKnown = (taskId: string) =>
    findTask(run.tasks, taskId) !== undefined && findPlanned(run.plan, taskId) !== undefined;
  if (what.type === "task marked") return isKnown(what.taskId) ? [what] : [];
  if (what.type === "tasks cleared") return [{ ...what, taskIds: what.taskIds.filter(isKnown) }];
  if (what.type !== "attempt") return [what];
  if (run.state === "queued") return [{ type: "run started" }]; // it was cleared
  const taskIn = (wanted: TaskState) =>
    taskEntries(run.tasks).find(([taskId, instance]) => instance.state === wanted && isKnown(taskId));
  const ready = taskIn("scheduled");
  const [taskId, instance] = ready ?? taskIn("running") ?? [];
  if (taskId === undefined || !instance) return [];
  const start = ready ? [{ type: "attempt started", taskId } as const] : [];
  const { type, skip } = { skip: undefined, ...what.outcome };
  const follow = typeof skip === "object" ? { skip: { follow: skip.follow.filter(isKnown) } } : {};
  const ended = type === "success" ? { ...what.outcome, ...follow } : what.outcome;
  const end = { type: "attempt finished", taskId, tryNumber: instance.tryNumber, outcome: ended } as const;
  return what.leaveOpen ? start : [...start, end];
}

/** The same run, with everything counted again. */
function countedAnew(run: Run): Run {
  const stored = { ...recordOf(run), tasks: Object.fromEntries(taskEntries(run.tasks)) };
  return { ...restoreRun(run.plan, stored), heldByPast: run.heldByPast };
}

/** A task that waits although its upstream tasks, looked at one by one, have decided about it. */
function overlooked(run: Run): string[] {
  const waiting = run.plan.tasks.filter(({ taskId }) => findTask(run.tasks, taskId)?.state === "none");
  const undecided = waiting.filter(({ taskId, triggerRule, upstream }) => {
    const isSkipped = upstream.some((each) => findTask(run.tasks, each)?.skips.includes(taskId));
    const answer = evaluateTriggerRule(
      triggerRule,
      upstream.map((each) => stateOf(run, each)),
    );
    return isSkipped || (answer === "run" ? !isHeld(run, taskId) : answer !== "wait");
  });
  return undecided.map((task) => task.taskId);
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}

test("counts that are kept up step by step equal a full recount, and decide the same", () => {
  fc.assert(
    fc.property(tasks, fc.array(happening, { maxLength: 25 }), (planned, all) => {
      const play = new Play(planned).begin();
      for (const what of all) {
        for (const each of eventsOf(what, play)) {
          const before = freeze(play.run); // what writes on it throws
          const at = play.now + minute;
          const { run, touched } = step(before, { ...each, at });
          expect(step(countedAnew(before), { ...each, at }).run).toEqual(run);
          expect(countedAnew(run)).toEqual(run);
          const changed = taskEntries(run.tasks).filter(
            ([taskId, now]) => findTask(before.tasks, taskId) !== now,
          );
          expect(touched).toEqual(expect.arrayContaining(changed.map(([taskId]) => taskId)));
          expect(run.state === "running" ? overlooked(run) : []).toEqual([]);
          play.play(each, at);
        }
      }
    }),
    { numRuns: 500 },
  );
});
