// How a try ended: `attempts/<id>.<try>.exit`. The runner writes its exit code; if it could not, another process writes a word.

import { DamagedError, readPlain, replaceFile } from "./files.ts";
import { attemptFile, type JobFolder } from "./job-folder.ts";
import type { TaskLine } from "./journal.ts";
import type { Attempt } from "./names.ts";
import type { TaskRecord } from "./progress.ts";

/** An exit code; "killed": its runner is gone without one; "lost": it never began here, or was left behind elsewhere. */
export type Exit = number | "killed" | "lost";

/** Null: it has not ended. A file without a newline was begun by a runner that died while writing it. */
export function readExit(folder: JobFolder, attempt: Attempt): Exit | null {
  let text: string | null;
  try {
    text = readPlain(attemptFile(folder, attempt, "exit"), 100);
  } catch (error) {
    if (error instanceof DamagedError) return "killed";
    throw error;
  }
  const [, exit] = /^(\d{1,3}|killed|lost)\n$/.exec(text ?? "") ?? [];
  if (exit === undefined) return null;
  return exit === "killed" || exit === "lost" ? exit : Number(exit);
}

/** Only the owner of the try's claim does this, if no other process is left that could. */
export function writeExit(folder: JobFolder, attempt: Attempt, exit: "killed" | "lost"): void {
  replaceFile(attemptFile(folder, attempt, "exit"), `${exit}\n`);
}

export interface Ended {
  readonly attempt: Attempt;
  readonly exit: Exit;
  /** Why its manager has ended it; null if it has not. */
  readonly because: string | null;
  readonly mayRetry: boolean;
}

/** The line that the journal gets for it. A lost try has not failed: it runs again, however many retries are left. */
export function lineFor(
  { attempt, exit, because, mayRetry }: Ended,
  task: TaskRecord,
  retries: number,
): TaskLine {
  const about = { task: attempt.task, try: attempt.number };
  if (exit === 0) return { ...about, state: "completed" };
  if (exit === "lost")
    return { ...about, state: "pending", why: "it never began here, or was left behind elsewhere" };
  const failures = task.failures + 1;
  const why = because ?? (exit === "killed" ? "its runner was killed" : `exit code ${exit}`);
  const state = mayRetry && failures <= retries ? "pending" : "failed";
  return { ...about, state, failures, why };
}
