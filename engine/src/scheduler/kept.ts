// What of a run a commit writes: its record where it has changed, and of its tasks those that are not as they were.

import { instanceOf, type Run } from "../core/run.ts";
import type { RunRecord, TaskRecord } from "../ports.ts";

/** What has happened to a run since the last commit. */
export interface Changed {
  /** The run as it was then; null if it is new. */
  readonly before: RunRecord | null;
  readonly tasks: Set<string>;
}

export function isSame(run: RunRecord, before: RunRecord | null): boolean {
  const names = Object.keys(run) as (keyof RunRecord)[];
  return before !== null && names.every((name) => run[name] === before[name]);
}

/** The tasks of a run that has not started are not kept: its DAG may change before then. */
export function tasksToKeep(run: Run, { before, tasks }: Changed): TaskRecord[] {
  if (before === null && run.state === "queued") return [];
  const wereKept = before !== null && before.startedAt !== null;
  const { runId, plan } = run;
  return (wereKept ? [...tasks] : run.tasks.ids).map((taskId) => {
    return { ...instanceOf(run, taskId), dagId: plan.dagId, runId, taskId };
  });
}
