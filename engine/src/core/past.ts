// `dependsOnPast`: a task waits until the same task of the previous run has succeeded.

import type { PlannedTask } from "./plan.ts";
import type { Run } from "./run.ts";
import { isSuccessful } from "./states.ts";

/** With catch-up, a run by hand is nobody's previous run. */
export function comesBefore(earlier: Pick<Run, "logicalDate" | "runType">, run: Run): boolean {
  return earlier.logicalDate < run.logicalDate && !(run.plan.catchup && earlier.runType === "manual");
}

/** The tasks of a run that the run before it holds back. A task that is new in this run has no past. */
export function heldByPast(run: Run, previous: Pick<Run, "logicalDate" | "tasks"> | null): string[] {
  const holds = ({ taskId, dependsOnPast, startDate }: PlannedTask) => {
    if (!previous || !dependsOnPast || run.ignoresPast) return false;
    if (run.plan.catchup && previous.logicalDate < (startDate ?? -Infinity)) return false;
    const instance = previous.tasks[taskId];
    return instance !== undefined && !isSuccessful(instance.state);
  };
  return run.plan.tasks.filter(holds).map((task) => task.taskId);
}
