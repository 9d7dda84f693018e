// The engine's second door, for runtimes that bring their own shell: what decides, and the data it decides about.

export type {
  AttemptFinished,
  Change,
  Command,
  Event,
  EventWithoutTime,
  FinishReason,
  Outcome,
  TaskCallback,
} from "./events.ts";
export { heldByPast, pastTypes } from "./past.ts";
export { findPlanned, type Plan, type PlannedTask } from "./plan.ts";
export { sha1 } from "./sha1.ts";
export { createRun, recordOf, restoreRun, type Run, type RunIdentity, type RunType } from "./run.ts";
export { isFinished, type RunState, type TaskState } from "./states.ts";
export { processGone, step, type Step } from "./step.ts";
export type { TaskInstance } from "./task-instance.ts";
export { findTask, positionOf, taskEntries, taskTable, type TaskTable } from "./task-table.ts";
export { triggerRules } from "./trigger-rule.ts";
