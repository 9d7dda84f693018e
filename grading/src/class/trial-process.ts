// A process that checks one submission. It is separate so that a submission can end nothing but its own check.

import process from "node:process";
import { findLesson } from "@daglings/stage";
import { checkFile } from "../trial/check-file.ts";
import type { Limits, Sandbox } from "../trial/laboratory.ts";
import type { Result } from "../trial/result.ts";

export interface TrialOrder {
  readonly lesson: string;
  readonly file: string;
  readonly seeds: readonly number[];
  readonly limits: Limits;
  readonly sandbox?: Sandbox;
}

export type TrialAnswer =
  { readonly type: "result"; readonly result: Result } | { readonly type: "broke"; readonly message: string };

// Ctrl-C is for the grader: a trial that is under way finishes.
process.on("SIGINT", () => {});
// The grader is gone: nobody would receive the answer.
const orphaned = () => process.exit(1);
process.once("disconnect", orphaned);
if (!process.connected) orphaned(); // it went while this was loaded, and nobody was told

process.once("message", ({ lesson, file, ...options }: TrialOrder) => {
  const answer = (said: TrialAnswer) => process.send?.(said, () => process.exit(0));
  void checkFile(findLesson(lesson), file, options).then(
    (result) => answer({ type: "result", result }),
    (error: unknown) =>
      answer({ type: "broke", message: error instanceof Error ? error.message : String(error) }),
  );
});
