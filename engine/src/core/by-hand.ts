// What happens to a run from outside: it is cleared, marked or cancelled by people, or its time is up.

import { hasAttempt, stopAttempt } from "./attempt.ts";
import { comeDue, finishRun, setRunState, setTask, type Draft } from "./draft.ts";
import { descendants, plannedTask } from "./plan.ts";
import { instanceOf, stateOf } from "./run.ts";
import { unsettleDownstream } from "./settle.ts";
import { isFailure, isFinished } from "./states.ts";
import { newInstance } from "./task-instance.ts";
import { findTask } from "./task-table.ts";

/** Ends the run from outside: what is running is stopped, and every unfinished task gets a final state. */
export function endRun(
  draft: Draft,
  state: "success" | "failed",
  reason: "timed_out" | "marked by hand",
  stateFor: (taskId: string) => "success" | "failed" | "skipped",
): void {
  for (const taskId of draft.run.tasks.ids) {
    if (isFinished(stateOf(draft.run, taskId))) continue;
    stopAttempt(draft, taskId);
    setTask(draft, taskId, { state: stateFor(taskId), dueAt: null, finishedAt: draft.at }, reason);
  }
  finishRun(draft, state, reason);
}

export function markRun(draft: Draft, state: "success" | "failed"): void {
  if (state === "failed") {
    const begun: readonly string[] = ["running", "restarting", "up_for_reschedule"];
    const stateFor = (id: string) => (begun.includes(stateOf(draft.run, id)) ? "failed" : "skipped");
    return endRun(draft, state, "marked by hand", stateFor);
  }
  for (const taskId of draft.run.tasks.ids) {
    if (isFinished(stateOf(draft.run, taskId))) setTask(draft, taskId, { state }, "marked by hand");
  }
  endRun(draft, state, "marked by hand", () => state);
}

/** Sets a task's state without running anything. Downstream tasks that failed because of it get another chance. */
export function markTask(draft: Draft, taskId: string, state: "success" | "failed"): void {
  stopAttempt(draft, taskId);
  setTask(draft, taskId, { state, dueAt: null, finishedAt: draft.at }, "marked by hand");
  unsettleDownstream(draft, taskId);
  for (const id of descendants(draft.run.plan, [taskId])) {
    if (isFailure(stateOf(draft.run, id))) clearTask(draft, id);
  }
}

/** A task that rests between two looks looks again now; any other is left alone. */
export function wakeSensor(draft: Draft, taskId: string): void {
  const { state, dueAt } = instanceOf(draft.run, taskId);
  const rests = state === "up_for_reschedule" || state === "running";
  if (rests && dueAt !== null) comeDue(draft, taskId);
}

export function clearTasks(draft: Draft, taskIds: readonly string[], downstream: boolean): void {
  const below = downstream ? descendants(draft.run.plan, taskIds) : [];
  for (const taskId of new Set([...taskIds, ...below])) {
    if (findTask(draft.run.tasks, taskId)) clearTask(draft, taskId);
  }
}

function clearTask(draft: Draft, taskId: string): void {
  const instance = instanceOf(draft.run, taskId);
  stopAttempt(draft, taskId);
  if (hasAttempt(instance)) return setTask(draft, taskId, { state: "restarting" });
  const { tryNumber } = instance;
  setTask(draft, taskId, newInstance(tryNumber, tryNumber + plannedTask(draft.run.plan, taskId).retries));
  draft.unsettled.push(taskId);
  if (!isFinished(draft.run.state)) return;
  draft.run.startedAt = null; // a run that was over starts again
  draft.run.finishedAt = null;
  setRunState(draft, "queued", "cleared");
}
