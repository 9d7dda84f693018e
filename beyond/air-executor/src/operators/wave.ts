// On a simulated clock no time passes while real runners work, so a look has to wait for something that is the same at
// every run. That is the end of a wave: the first tasks are wave 0, what they queue is wave 1, and so on.

import { once } from "node:events";
import { watch } from "node:fs";
import { keepJobManaged } from "../background.ts";
import type { JobFolder } from "../job-folder.ts";
import { isOver } from "../journal.ts";
import type { Progress } from "../progress.ts";
import type { JobView } from "../read-job.ts";

/** Milliseconds between two looks if no event asks for one. */
const pause = 500;

export interface Wave {
  /** How many tasks have ended, in this wave and those before it. */
  readonly ended: number;
  /** These, and what they have queued. */
  readonly total: number;
  /** They have queued nothing, and the job is over. */
  readonly isLast: boolean;
}

/** Until every task of the wave and of those before it has ended; if there is no later one, until the job is over. */
export async function endOfWave(
  view: JobView,
  folder: JobFolder,
  wave: number,
  signal: AbortSignal,
): Promise<Wave> {
  const watcher = watch(folder.path);
  try {
    for (;;) {
      const seen = lookAt(view.refresh().progress, wave);
      if (seen) return seen;
      const timer = AbortSignal.timeout(pause);
      await once(watcher, "change", { signal: AbortSignal.any([signal, timer]) }).catch(() => {});
      signal.throwIfAborted();
      keepJobManaged(folder);
    }
  } finally {
    watcher.close();
  }
}

/** Null: not yet. */
function lookAt(progress: Progress, wave: number): Wave | null {
  let [ended, begun, total, last] = [0, 0, 0, 0];
  for (const { definition, state } of progress.tasks.values()) {
    const own = waveOf(progress, definition.queuedBy);
    last = Math.max(last, own);
    if (own <= wave + 1) total++;
    if (own > wave) continue;
    begun++;
    if (state !== "pending" && state !== "running") ended++;
  }
  const isLast = last <= wave || progress.job === "cancelled";
  return (isLast ? isOver(progress.job) : ended === begun) ? { ended, total, isLast } : null;
}

/** One more than that of the task that has queued it. */
function waveOf({ tasks }: Progress, queuedBy: string | undefined): number {
  let wave = 0;
  for (let by = queuedBy; by !== undefined && wave <= tasks.size; by = tasks.get(by)?.definition.queuedBy)
    wave++;
  return wave;
}
