// The states of a run and of a task in it, with Airflow's names.

export type RunState = "queued" | "running" | "success" | "failed";

export const taskStates = [
  "none", // waits for its upstream tasks
  "scheduled", // its trigger rule says run
  "queued", // handed to the executor, waits for a free slot there
  "running",
  "success",
  "failed",
  "skipped",
  "upstream_failed",
  "up_for_retry", // failed, waits for its next try
  "up_for_reschedule", // a sensor that gave its slot back until its next poke
  "restarting", // cleared while running: its attempt is being stopped
  "removed", // the DAG no longer has this task
] as const;

export type TaskState = (typeof taskStates)[number];

export const finalStates = ["success", "failed", "skipped", "upstream_failed", "removed"] as const;

/** Nothing more happens to a task in such a state, unless someone clears or marks it. */
export type FinalState = (typeof finalStates)[number];

const finished: readonly string[] = finalStates;

export const isFinished = (state: TaskState | RunState | "unfinished"): state is FinalState =>
  finished.includes(state);

export const isFailure = (state: TaskState) => state === "failed" || state === "upstream_failed";

/** A skipped task has not failed: Airflow counts it among the successes. */
export const isSuccessful = (state: TaskState) => state === "success" || state === "skipped";

/** An attempt of the task is under way. */
export const isUnderWay = (state: TaskState) => state === "running" || state === "restarting";
