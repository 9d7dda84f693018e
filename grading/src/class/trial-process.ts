// A process that checks one submission. It is one of its own so that a submission can end nothing but itself.

import process from "node:process";
import { findLesson } from "@daglings/stage";
import { checkFile } from "../trial/check-file.ts";
import type { Limits } from "../trial/laboratory.ts";
import type { Result } from "../trial/result.ts";

export interface TrialOrder {
  readonly lesson: string;
  readonly file: string;
  readonly seeds: readonly number[];
  readonly limits: Limits;
}

export type TrialAnswer =
  { readonly type: "result"; readonly result: Result } | { readonly type: "broke"; readonly message: string };

// Ctrl-C is for the whole: a trial that is under way comes to its end.
process.on("SIGINT", () => {});

process.once("message", ({ lesson, file, seeds, limits }: TrialOrder) => {
  const answer = (said: TrialAnswer) => process.send?.(said);
  void checkFile(findLesson(lesson), file, { seeds, limits })
    .then(
      (result) => answer({ type: "result", result }),
      (error: unknown) =>
        answer({ type: "broke", message: error instanceof Error ? error.message : String(error) }),
    )
    .finally(() => process.disconnect?.());
});
