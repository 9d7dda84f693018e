// What the state of a job calls for. Pure: the keeper carries it out.

import type { Line } from "./journal.ts";
import type { Progress } from "./progress.ts";

export interface Outlook {
  /** To be written into the journal; then decide is asked again. */
  readonly lines: readonly Line[];
  /** Nothing is left to do, unless somebody queues more. */
  readonly isOver: boolean;
}

/** `mayBeMore`: there may be tasks that were not read yet; so nothing is over, and no task is given up. */
export function decide(progress: Progress, { mayBeMore }: { readonly mayBeMore: boolean }): Outlook {
  const { counts, job } = progress;
  const goOn = (lines: readonly Line[]): Outlook => ({ lines, isOver: false });
  const total = progress.tasks.size;
  if (job === "cancelled") return { lines: [], isOver: counts.running === 0 };
  const settled = [...givenUp(progress), ...takenUp(progress)];
  if (settled.length > 0) return goOn(settled);
  if (counts.running > 0 || progress.hasReady) return goOn(job === "working" ? [] : [{ job: "working" }]);
  if (mayBeMore) return goOn([]);
  if (counts.pending > 0) return goOn(stuck(progress));
  const [state, why] = endOf(progress);
  if (total === 0 && state !== "failed") return { lines: [], isOver: false };
  if (job === state && progress.why === why) return { lines: [], isOver: true };
  return { lines: [{ job: state, ...(why !== null && { why }) }], isOver: true };
}

function givenUp({ doomed }: Progress): Line[] {
  return [...doomed].map(([task, cause]) => ({
    task,
    state: "upstream_failed",
    why: `"${cause}", which it waits for, has not completed`,
  }));
}

function takenUp({ revived }: Progress): Line[] {
  return [...revived].map((task) => ({ task, state: "pending", failures: 0 }));
}

/** Pending tasks that nothing can start any more: what they wait for does not exist, or waits for them. */
function stuck(progress: Progress): Line[] {
  return [...progress.tasks.values()]
    .filter(({ state }) => state === "pending")
    .map(({ definition: { id } }) => {
      const [missing] = progress.missingOf(id);
      const why =
        missing === undefined
          ? "the task that it waits for waits for it, or for a task that nobody has queued"
          : `it waits for "${missing}", which nobody has queued`;
      return { task: id, state: "upstream_failed", why };
    });
}

function endOf({ counts, damage, tasks }: Progress): ["completed" | "failed", string | null] {
  const [damaged] = damage;
  if (damaged) return ["failed", `${damaged[0]} was damaged: ${damaged[1]}; it is now in set-aside/`];
  const failed = counts.failed + counts.upstream_failed;
  return failed === 0
    ? ["completed", null]
    : ["failed", `${failed} of ${tasks.size} tasks have not completed`];
}
