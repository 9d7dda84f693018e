// Whether a run has succeeded after a detour.

import type { RunState } from "./states.ts";
import type { TaskInstance } from "./task-instance.ts";

/** It has succeeded, and something in it was tried more than once: after a failure, a crash, or being cleared. */
export function isRecovered(state: RunState, tasks: Iterable<Pick<TaskInstance, "tryNumber">>): boolean {
  return state === "success" && Iterator.from(tasks).some(({ tryNumber }) => tryNumber > 1);
}
