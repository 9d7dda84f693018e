// What a person said in a lesson's run. There, what comes after a refusal was skipped.

import type { DAG } from "@daglings/engine";
import type { DagFacts } from "@daglings/stage";

/** Whether this task was approved in the run of this date. */
export function approvalsIn({ tasks }: DAG, { runs }: DagFacts) {
  return (logicalDate: string, taskId: string): boolean => {
    const after = tasks.filter(({ upstream }) => upstream.includes(taskId)).map((task) => task.taskId);
    const run = runs.find((each) => each.logicalDate === logicalDate);
    const states = run?.tasks.filter((task) => after.includes(task.taskId)) ?? [];
    return states.some(({ state }) => state !== "skipped");
  };
}
