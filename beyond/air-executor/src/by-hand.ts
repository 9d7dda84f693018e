// What people do to a job by hand. It goes into the journal, where every manager of the job reads it.

import { UsageError } from "@daglings/words";
import { timestamp } from "./clock.ts";
import { Journal, type Line } from "./journal.ts";
import type { JobFolder } from "./job-folder.ts";
import { readProgress } from "./read-job.ts";

/** Ends what runs; what is pending stays pending. */
export function cancelJob(folder: JobFolder, why: string): void {
  write(folder, [{ job: "cancelled", why }]);
}

/** Everything that has failed gets another chance, with all its tries; what has completed stays. Returns what runs again. */
export function resetJob(folder: JobFolder, why: string): string[] {
  const { tasks } = readProgress(folder);
  return again(
    folder,
    [...tasks.values()].filter(({ state }) => state === "failed"),
    why,
  );
}

/** Everything runs again, from the first task on. Nothing may be running. */
export function resetAll(folder: JobFolder, why: string): string[] {
  const { tasks, counts } = readProgress(folder);
  if (counts.running > 0) {
    throw new UsageError(
      `${counts.running} tasks of job "${folder.name}" are running; wait for them, or stop the job first`,
    );
  }
  return again(
    folder,
    [...tasks.values()].filter(({ number }) => number > 0),
    why,
  );
}

/** These tasks run again, however they have ended. */
export function retryTasks(folder: JobFolder, ids: readonly string[], why: string): string[] {
  const { tasks } = readProgress(folder);
  const wanted = ids.map((id) => {
    const task = tasks.get(id);
    if (!task)
      throw new UsageError(
        `job "${folder.name}" has no task "${id}"; air-executor status lists those that failed`,
      );
    if (task.state === "running") throw new UsageError(`task "${id}" is running; wait for its end`);
    return task;
  });
  return again(folder, wanted, why);
}

function again(
  folder: JobFolder,
  tasks: readonly { readonly definition: { readonly id: string } }[],
  why: string,
): string[] {
  const ids = tasks.map(({ definition }) => definition.id);
  const lines = ids.map((task) => ({ task, state: "pending", failures: 0, why }) as const);
  write(folder, [{ job: "waiting", why }, ...lines]);
  return ids;
}

function write(folder: JobFolder, lines: readonly Line[]): void {
  const journal = new Journal(folder.journal);
  try {
    journal.read(); // so that a torn last line does not swallow ours
    journal.append(lines, timestamp());
  } finally {
    journal.close();
  }
}
