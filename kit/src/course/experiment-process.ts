// The process in which a student's version is tried out. It says what it sees at once: it may not live to see the end.

import process from "node:process";
import { inspect } from "node:util";
import { UsageError } from "@daglings/engine";
import type { Experiment } from "@daglings/lessons";
import { broke } from "./mishap.ts";
import { observe, playUntilKilled, takeOver, type Sighting, type Subject } from "./observe.ts";

export interface Assignment {
  readonly subject: Subject;
  readonly part: "observe" | "be killed" | "take over";
  readonly experiments: readonly Experiment[];
}

export type Word =
  | { readonly type: "saw"; readonly sighting: Sighting }
  | { readonly type: "note"; readonly what: string }
  /** Nothing can be said of the version: it is no program, or the kit has a bug. */
  | { readonly type: "broke"; readonly message: string };

const say = (word: Word) => process.send?.(word);
const notes = {
  saw: (sighting: Sighting) => say({ type: "saw", sighting }),
  note: (what: string) => say({ type: "note", what }),
};

process.once("message", (assignment: Assignment) => {
  void carryOut(assignment)
    .catch((error: unknown) => say({ type: "broke", message: describe(error) }))
    .then(() => process.disconnect?.());
});

function describe(error: unknown): string {
  return error instanceof UsageError ? error.message : `${broke}: ${inspect(error)}`;
}

function carryOut({ subject, part, experiments }: Assignment): Promise<void> {
  if (part === "observe") return observe(subject, experiments, notes);
  return part === "be killed" ? playUntilKilled(subject) : takeOver(subject, notes);
}
