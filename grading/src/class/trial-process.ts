// A process that checks one submission after the other. It is separate so that a submission can end nothing but its own
// check.

import { join } from "node:path";
import process from "node:process";
import { findLesson } from "@daglings/stage";
import { checkFile } from "../trial/check-file.ts";
import type { Integrity } from "../trial/integrity.ts";
import { openLaboratory, type Laboratory } from "../trial/laboratory.ts";
import type { Limits } from "../trial/limits.ts";
import type { Result } from "../trial/result.ts";

export interface TrialOrder {
  readonly lesson: string;
  /** The submission's own, with all that its trial leaves. */
  readonly folder: string;
  readonly file: string;
  readonly seeds: readonly number[];
  readonly limits: Limits;
  readonly isSandboxed: boolean;
  /** In a sandbox. */
  readonly readable: readonly string[];
  readonly integrity: Integrity;
}

export type TrialAnswer =
  { readonly type: "result"; readonly result: Result } | { readonly type: "broke"; readonly message: string };

// Ctrl-C is for the grader: a trial that is under way finishes.
process.on("SIGINT", () => {});
// The grader is gone: nobody would receive the answer.
const orphaned = () => process.exit(1);
process.once("disconnect", orphaned);
if (!process.connected) orphaned(); // it went away while this was loaded, and nobody was told

let laboratory: Laboratory | undefined;
process.on("message", ({ lesson, folder, file, limits, isSandboxed, ...options }: TrialOrder) => {
  laboratory ??= openLaboratory({ limits, isSandboxed });
  const elsewhere = process.cwd();
  process.chdir(folder);
  const temporary = join(folder, "tmp");
  Object.assign(process.env, { TMPDIR: temporary, TEMP: temporary, TMP: temporary });
  const answer = (said: TrialAnswer) => {
    process.chdir(elsewhere); // the other folder is removed
    process.send?.(said);
  };
  void checkFile(findLesson(lesson), file, { ...options, laboratory }).then(
    (result) => answer({ type: "result", result }),
    (error: unknown) =>
      answer({ type: "broke", message: error instanceof Error ? error.message : String(error) }),
  );
});
