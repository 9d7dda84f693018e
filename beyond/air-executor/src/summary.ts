// state.json: how a job stands, for people and for git. It is a summary and never the truth: nothing is read from it.

import { replaceFile } from "./files.ts";
import type { JobFolder } from "./job-folder.ts";
import type { JobState, TaskState } from "./journal.ts";
import type { Progress, TaskRecord } from "./progress.ts";

export interface JobSummary {
  readonly job: string;
  readonly state: JobState;
  readonly why: string | null;
  readonly total: number;
  readonly tasks: Readonly<Record<TaskState, number>>;
  readonly running: readonly { readonly task: string; readonly try: number }[];
  /** The first tasks that have failed themselves. */
  readonly failed: readonly { readonly task: string; readonly try: number; readonly why: string | null }[];
}

const mostListed = 20;

export function summarize(job: string, progress: Progress): JobSummary {
  const { counts, tasks } = progress;
  const running = counts.running === 0 ? [] : inState(tasks, "running");
  const failed = counts.failed === 0 ? [] : inState(tasks, "failed");
  return {
    job,
    state: progress.job,
    why: progress.why,
    total: tasks.size,
    tasks: { ...counts },
    running: running.map(({ definition, number }) => ({ task: definition.id, try: number })),
    failed: failed.map(({ definition, number, why }) => ({ task: definition.id, try: number, why })),
  };
}

function inState(tasks: ReadonlyMap<string, TaskRecord>, wanted: TaskState): TaskRecord[] {
  return [...tasks.values()].filter(({ state }) => state === wanted).slice(0, mostListed);
}

export function writeSummary(folder: JobFolder, summary: JobSummary): void {
  replaceFile(folder.summary, `${JSON.stringify(summary, null, 2)}\n`);
}
