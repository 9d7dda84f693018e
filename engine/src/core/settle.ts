// What follows from a change in a run: which tasks may run now, which are skipped or fail with their upstream,
// and whether the run is over.

import { finishRun, setTask, type Draft } from "./draft.ts";
import { plannedTask, type PlannedTask } from "./plan.ts";
import { instanceOf, stateOf } from "./run.ts";
import { isFailure, isFinished } from "./states.ts";
import { evaluateTriggerRule } from "./trigger-rule.ts";

export function settle(draft: Draft): void {
  if (draft.run.state !== "running") return; // all its tasks are looked at when it starts
  // Grows while it is walked: what is decided about a task unsettles those downstream of it.
  for (const taskId of draft.unsettled) decide(draft, plannedTask(draft.run.plan, taskId));
  finishIfOver(draft);
}

/** The task has got a state that is final: the tasks downstream of it are to be looked at. */
export function unsettleDownstream(draft: Draft, taskId: string): void {
  draft.unsettled.push(...plannedTask(draft.run.plan, taskId).downstream);
}

function decide(draft: Draft, task: PlannedTask): void {
  if (!isWaiting(draft, task)) return;
  const states = task.upstream.map((id) => stateOf(draft.run, id));
  const outcome = wasSkipped(draft, task) ? "skipped" : evaluateTriggerRule(task.triggerRule, states);
  if (outcome === "run") {
    if (mayStart(draft, task)) schedule(draft, task);
  } else if (outcome !== "wait") {
    setTask(draft, task.taskId, { state: outcome, dueAt: null, finishedAt: draft.at });
    unsettleDownstream(draft, task.taskId);
  }
}

function isWaiting(draft: Draft, task: PlannedTask): boolean {
  const instance = draft.run.tasks[task.taskId];
  if (instance?.state === "up_for_retry" || instance?.state === "up_for_reschedule")
    return instance.dueAt === null;
  return instance?.state === "none";
}

/** A branch's decision outlives it: a child that was skipped and is cleared alone is skipped again. */
function wasSkipped(draft: Draft, { taskId, upstream }: PlannedTask): boolean {
  return upstream.some((id) => draft.run.tasks[id]?.skips.includes(taskId));
}

/** Only a backfill can have a task whose end date is over: it is never started. Its start date does not matter. */
function mayStart(draft: Draft, task: PlannedTask): boolean {
  return !draft.run.heldByPast.includes(task.taskId) && draft.run.logicalDate <= (task.endDate ?? Infinity);
}

/** A new try; or the same once more, for a sensor that had given its slot back. */
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
 * A run ends when no task is left unfinished, and its leaves alone say how: a failed task followed by an `all_done`
 * leaf makes a successful run. A run that can never end is deadlocked, unless it waits for the run before it.
 */
function finishIfOver(draft: Draft): void {
  const { plan, tasks, heldByPast } = draft.run;
  const own = plan.tasks.filter((task) => tasks[task.taskId]);
  const unfinished = own.filter((task) => !isFinished(stateOf(draft.run, task.taskId)));
  if (unfinished.length === 0) {
    const failed = own.some(
      (task) => task.downstream.length === 0 && isFailure(stateOf(draft.run, task.taskId)),
    );
    return failed ? finishRun(draft, "failed", "task_failure") : finishRun(draft, "success", "success");
  }
  const stuck = (id: string) => stateOf(draft.run, id) === "none" && !heldByPast.includes(id);
  if (unfinished.every((task) => stuck(task.taskId))) finishRun(draft, "failed", "all_tasks_deadlocked");
}
