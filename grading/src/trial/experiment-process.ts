// The process in which a student's version is tried out. It says what it sees at once: it may not live to see the end.

import { once } from "node:events";
import process from "node:process";
import { inspect } from "node:util";
import { UsageError } from "@daglings/engine";
import type { Experiment } from "@daglings/lessons";
import { broke } from "./mishap.ts";
import { observe, playUntilKilled, takeOver, type Notes, type Sighting, type Subject } from "./observe.ts";

export interface Assignment {
  readonly subject: Subject;
  readonly part: "observe" | "be killed" | "take over";
  readonly experiments: readonly Experiment[];
}

export type Word =
  | { readonly type: "saw"; readonly sighting: Sighting }
  | { readonly type: "note"; readonly what: string }
  /** It waits for an answer. */
  | { readonly type: "asks" }
  /** Nothing can be said of the version: it is no program, or the kit has a bug. */
  | { readonly type: "broke"; readonly message: string }
  /** A process that ends without it was ended by the version. */
  | { readonly type: "done" };

export type Answer = "go on" | "that is enough";

const say = (word: Word) => process.send?.(word);
const notes: Notes = {
  saw: (sighting) => say({ type: "saw", sighting }),
  note: (what) => say({ type: "note", what }),
  async isMoreWanted() {
    say({ type: "asks" });
    const [answer] = (await once(process, "message")) as [Answer];
    return answer === "go on";
  },
};

/** Whoever has started it is gone: nobody would end it any more. */
const orphaned = () => process.exit(1);

process.once("disconnect", orphaned);
process.once("message", (assignment: Assignment) => {
  void runExperiments(assignment)
    .catch((error: unknown) => say({ type: "broke", message: describe(error) }))
    .then(() => {
      process.off("disconnect", orphaned);
      process.send?.({ type: "done" } satisfies Word, () => process.disconnect?.());
    });
});

function describe(error: unknown): string {
  return error instanceof UsageError ? error.message : `${broke}: ${inspect(error)}`;
}

function runExperiments({ subject, part, experiments }: Assignment): Promise<void> {
  if (part === "observe") return observe(subject, experiments, notes);
  return part === "be killed" ? playUntilKilled(subject, notes) : takeOver(subject, notes);
}
