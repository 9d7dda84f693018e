// `dependsOnPast`: a task waits until the same task of the previous run has succeeded.

import { isIn } from "./membership.ts";
import type { Plan, PlannedTask } from "./plan.ts";
import { runTypes, type Run, type RunType } from "./run.ts";
import { isSuccessful } from "./states.ts";
import { findTask } from "./task-table.ts";

/** The types of runs that can be a previous run. With catch-up, a run by hand never is. */
export function pastTypes({ catchup }: Plan): readonly RunType[] {
  return catchup ? runTypes.filter((type) => type !== "manual") : runTypes;
}

/** The tasks that must still wait for the previous run. A task that is new in this run has no past. */
export function heldByPast(run: Run, previous: Pick<Run, "logicalDate" | "tasks"> | null): string[] {
  const holds = ({ taskId, dependsOnPast, startDate }: PlannedTask) => {
    if (!previous || !dependsOnPast || run.ignoresPast) return false;
    if (run.plan.catchup && previous.logicalDate < (startDate ?? -Infinity)) return false;
    const instance = findTask(previous.tasks, taskId);
    return instance !== undefined && !isSuccessful(instance.state);
  };
  return run.plan.tasks.filter(holds).map((task) => task.taskId);
}

export function isHeld(run: Run, taskId: string): boolean {
  return isIn(run.heldByPast, taskId);
}
