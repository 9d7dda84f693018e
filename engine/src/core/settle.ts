// What follows from a change in a run: which tasks may run now, which are skipped or fail because of their upstream,
// and whether the run is over.

import { finishRun, setTask, type Draft } from "./draft.ts";
import { itemAt } from "./pages.ts";
import { isHeld } from "./past.ts";
import { plannedTask, type PlannedTask } from "./plan.ts";
import { instanceOf, stateOf } from "./run.ts";
import { finalStates, isFailure } from "./states.ts";
import type { TaskInstance } from "./task-instance.ts";
import { findTask, positionOf } from "./task-table.ts";
import { evaluateCounted, type TriggerOutcome } from "./trigger-rule.ts";

/** In waves, as Airflow's scheduler looks at a run: what one wave decides, only the next one sees. */
export function settle(draft: Draft): void {
  if (draft.run.state !== "running") return; // all its tasks are looked at when it starts
  while (draft.unsettled.length > 0) {
    const wave = draft.unsettled.splice(0).map((taskId) => plannedTask(draft.run.plan, taskId));
    const outcomes = wave.map((task) => outcomeOf(draft, task));
    /* v8 ignore next -- only the type allows it */
    for (const [index, task] of wave.entries()) decide(draft, task, outcomes[index] ?? "wait");
  }
  finishIfOver(draft);
}

/** The task has reached a final state: the tasks downstream of it must be looked at. */
export function unsettleDownstream(draft: Draft, taskId: string): void {
  draft.unsettled.push(...plannedTask(draft.run.plan, taskId).downstream);
}

function outcomeOf(draft: Draft, task: PlannedTask): TriggerOutcome {
  const { tasks, upstream } = draft.run;
  const position = positionOf(tasks, task.taskId);
  const counts = position === undefined ? undefined : itemAt(upstream, position);
  if (!counts) return "wait";
  // A branch's decision stays in force: a skipped child that is cleared alone is skipped again.
  if (counts.skips > 0) return "skipped";
  return evaluateCounted(task.triggerRule, task.upstream.length, counts);
}

function decide(draft: Draft, task: PlannedTask, outcome: TriggerOutcome): void {
  if (outcome === "wait" || !isWaiting(instanceOf(draft.run, task.taskId))) return;
  if (outcome === "run") {
    if (mayStart(draft, task)) schedule(draft, task);
  } else {
    setTask(draft, task.taskId, { state: outcome, dueAt: null, finishedAt: draft.at });
    unsettleDownstream(draft, task.taskId);
  }
}

function isWaiting({ state, dueAt }: TaskInstance): boolean {
  if (state === "up_for_retry" || state === "up_for_reschedule") return dueAt === null;
  return state === "none";
}

/** Only a backfill can have a task whose end date has passed: it is never started. Its start date does not matter. */
function mayStart(draft: Draft, task: PlannedTask): boolean {
  return (
    !isHeld(draft.run, task.taskId) &&
    (draft.run.undated || draft.run.logicalDate <= (task.endDate ?? Infinity))
  );
}

/** Starts a new try; or the same try again, for a sensor that had given its slot back. */
function schedule(draft: Draft, { taskId, runsNothing }: PlannedTask): void {
  const before = instanceOf(draft.run, taskId);
  const tryNumber = before.state === "up_for_reschedule" ? before.tryNumber : before.tryNumber + 1;
  if (runsNothing) {
    setTask(draft, taskId, { state: "success", tryNumber, startedAt: draft.at, finishedAt: draft.at });
    unsettleDownstream(draft, taskId);
  } else {
    setTask(draft, taskId, { state: "scheduled", tryNumber });
    draft.commands.push({ type: "start", taskId, tryNumber });
  }
}

/**
 * A run ends when no task is left unfinished, and its leaves alone decide how: a failed task followed by an `all_done`
 * leaf makes a successful run. A run that can never end is deadlocked, unless it waits for the run before it.
 */
function finishIfOver(draft: Draft): void {
  const { plan, tasks, heldByPast } = draft.run;
  const finished = finalStates.reduce((sum, state) => sum + tasks.counts[state], 0);
  const unfinished = tasks.ids.length - finished;
  if (unfinished === 0) {
    const leaves = plan.tasks.filter((task) => task.downstream.length === 0);
    return leaves.some((leaf) => isFailure(stateOf(draft.run, leaf.taskId)))
      ? finishRun(draft, "failed", "task_failure")
      : finishRun(draft, "success", "success");
  }
  if (tasks.counts.none < unfinished) return; // something is still to come
  const isStuck = heldByPast.every((id) => findTask(tasks, id)?.state !== "none");
  if (isStuck) finishRun(draft, "failed", "all_tasks_deadlocked");
}
