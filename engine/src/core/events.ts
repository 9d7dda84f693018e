// What can happen to a run, and what `step` wants done about it. All of it is plain data.

import type { Plan } from "./plan.ts";
import type { RunState, TaskState } from "./states.ts";

/** `at` is when it happened: the core has no clock of its own. */
export type Event = { readonly at: number } & EventWithoutTime;

export type EventWithoutTime =
  | { readonly type: "run started" }
  // A new process takes over: attempts under way are lost, except those that are known to have ended.
  | { readonly type: "run resumed"; readonly ended?: readonly AttemptFinished[] }
  | { readonly type: "plan changed"; readonly plan: Plan } // the DAG was edited, or the run's tasks are not made yet
  | { readonly type: "run marked"; readonly state: "success" | "failed" } // failed: cancelled
  | { readonly type: "task queued"; readonly taskId: string }
  | { readonly type: "attempt started"; readonly taskId: string }
  | AttemptFinished
  | { readonly type: "timer fired" }
  | { readonly type: "past changed"; readonly heldByPast: readonly string[] }
  | { readonly type: "tasks cleared"; readonly taskIds: readonly string[]; readonly downstream: boolean }
  | { readonly type: "task marked"; readonly taskId: string; readonly state: "success" | "failed" }
  | { readonly type: "sensor woken"; readonly taskId: string }; // what it waits for may have come

export interface AttemptFinished {
  readonly type: "attempt finished";
  readonly taskId: string;
  readonly tryNumber: number;
  readonly outcome: Outcome;
}

/** How an attempt ended. */
export type Outcome =
  | { readonly type: "success"; readonly skip?: Skip }
  | { readonly type: "skipped" }
  | { readonly type: "failed"; readonly mayRetry: boolean; readonly error: string }
  | { readonly type: "not yet" }; // a sensor saw nothing

/** Which downstream tasks a branch skips: all but these, all of them however far, or the direct ones. */
export type Skip = { readonly follow: readonly string[] } | "descendants" | "children";

export type Command =
  | { readonly type: "start"; readonly taskId: string; readonly tryNumber: number }
  | { readonly type: "stop"; readonly taskId: string; readonly tryNumber: number }
  | { readonly type: "timer"; readonly at: number }
  | {
      readonly type: "notify";
      readonly callback: TaskCallback;
      readonly taskId: string;
      readonly error?: string;
    }
  | { readonly type: "finish"; readonly state: "success" | "failed"; readonly reason: FinishReason };

export type TaskCallback = "onSuccess" | "onFailure" | "onRetry" | "onSkipped";

/** Airflow's words, which the DAG's callbacks receive. */
export type FinishReason =
  "success" | "task_failure" | "all_tasks_deadlocked" | "timed_out" | "marked by hand";

/** One change of state, for the record; it is the run's own if `taskId` is null. */
export interface Change {
  readonly taskId: string | null;
  readonly state: TaskState | RunState;
  readonly tryNumber: number | null;
  readonly detail: string | null; // an error or a reason, when the state alone does not tell
}
