// Queues tasks: each is a file of its own, under its id. The same task twice is one task, so if you are not sure that a
// task was queued, queue it again.

import { env } from "node:process";
import { resolve } from "node:path";
import { UsageError, withPlace } from "@daglings/words";
import { readPlain, writeOnce } from "./files.ts";
import { findJob, makeJob, taskFile, type JobFolder } from "./job-folder.ts";
import type { JobSettings } from "./job-settings.ts";
import {
  checkTask,
  formatTask,
  largestTask,
  meaning,
  parseTask,
  type TaskDefinition,
  type TaskToQueue,
} from "./task-file.ts";
import { withId } from "./task-id.ts";

export interface QueueOptions {
  /** Default, in a running task: its own folder. */
  readonly dir?: string | undefined;
  /** Default, in a running task: its own job. */
  readonly job?: string | undefined;
  /** Makes the job with these, if it does not exist yet. */
  readonly settings?: Partial<JobSettings> | undefined;
  readonly durable?: boolean | undefined;
}

export interface Queued {
  readonly job: string;
  readonly queued: readonly string[];
  /** They were queued before. */
  readonly known: readonly string[];
}

/** Synchronous: when it returns, the tasks are on the disk, and will run whatever happens to the caller. */
export function queueTasks(tasks: readonly TaskToQueue[], options: QueueOptions = {}): Queued {
  const { dir = env["AIR_EXECUTOR_DIR"], job = env["AIR_EXECUTOR_JOB"], settings, durable = false } = options;
  if (dir === undefined || job === undefined) {
    throw new UsageError("which job? outside of a running task, name its folder and its job");
  }
  const queuedBy = env["AIR_EXECUTOR_JOB"] === job ? env["AIR_EXECUTOR_TASK"] : undefined;
  // All are checked before the first is written.
  const checked = tasks.map((task, index) => {
    const definition = withId(withPlace(`task ${index + 1}`, () => checkTask(task)));
    return queuedBy === undefined ? definition : { ...definition, queuedBy };
  });
  if (settings) makeJob({ dir: resolve(dir), job, settings, durable });
  const folder = findJob(resolve(dir), job);
  const queued: string[] = [];
  const known: string[] = [];
  for (const task of checked) (queueOne(folder, task, durable) ? queued : known).push(task.id);
  return { job, queued, known };
}

function queueOne(folder: JobFolder, task: TaskDefinition, durable: boolean): boolean {
  const path = taskFile(folder, task.id);
  if (writeOnce(path, formatTask(task), durable)) return true;
  const before = parseTask(readPlain(path, largestTask) ?? "", task.id);
  if (meaning(before) === meaning(task)) return false;
  throw new UsageError(
    `task "${task.id}" was queued before, as ${JSON.stringify(before.command)}; give this one another id`,
  );
}
