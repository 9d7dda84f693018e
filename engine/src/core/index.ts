// The engine's second door, for runtimes that bring their own shell: what decides, and the data it decides about.

export type { Change, Command, Event, EventWithoutTime, Outcome } from "./events.ts";
export type { Plan, PlannedTask } from "./plan.ts";
export { createRun, restoreRun, type Run, type RunIdentity } from "./run.ts";
export { isFinished, type RunState, type TaskState } from "./states.ts";
export { step, type Step } from "./step.ts";
export type { TaskInstance } from "./task-instance.ts";
export { findTask, taskEntries, type TaskTable } from "./task-table.ts";
