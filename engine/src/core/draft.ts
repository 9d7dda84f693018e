// The working copy of a run inside one `step`, changed in place and then handed out as the new run.

import type { Change, Command, FinishReason } from "./events.ts";
import { instanceOf, type Run } from "./run.ts";
import type { RunState } from "./states.ts";
import type { TaskInstance } from "./task-instance.ts";
import { withTask } from "./task-table.ts";
import { recountUpstream } from "./upstream.ts";

export interface Draft {
  readonly run: { -readonly [K in keyof Run]: Run[K] };
  readonly at: number;
  readonly commands: Command[];
  readonly changes: Change[];
  readonly touched: Set<string>; // tasks that are not as they were
  readonly unsettled: string[]; // tasks for which something has changed: may they run now?
}

export function openDraft(run: Run, at: number): Draft {
  return { run: { ...run }, at, commands: [], changes: [], touched: new Set(), unsettled: [] };
}

export function setTask(draft: Draft, taskId: string, patch: Partial<TaskInstance>, detail?: string): void {
  const before = instanceOf(draft.run, taskId);
  const after = { ...before, ...patch };
  draft.run.tasks = withTask(draft.run.tasks, taskId, after);
  draft.run.upstream = recountUpstream(draft.run, taskId, before, after);
  draft.touched.add(taskId);
  const { state, tryNumber } = after;
  if (state === before.state && tryNumber === before.tryNumber) return;
  draft.changes.push({ taskId, state, tryNumber, detail: detail ?? null });
}

/** The task's wait since its last try or look is over: the next one may start. */
export function comeDue(draft: Draft, taskId: string): void {
  const { state, tryNumber } = instanceOf(draft.run, taskId);
  setTask(draft, taskId, { dueAt: null });
  if (state === "running") draft.commands.push({ type: "start", taskId, tryNumber });
  else draft.unsettled.push(taskId);
}

export function setRunState(draft: Draft, state: RunState, detail?: string): void {
  draft.run.state = state;
  draft.changes.push({ taskId: null, state, tryNumber: null, detail: detail ?? null });
}

export function finishRun(draft: Draft, state: "success" | "failed", reason: FinishReason): void {
  draft.run.finishedAt = draft.at;
  setRunState(draft, state, reason);
  draft.commands.push({ type: "finish", state, reason });
}

export function setTimer(draft: Draft, at: number | null): void {
  if (at !== null && at !== Infinity) draft.commands.push({ type: "timer", at });
}
