// A task in a run: how far it has come.

import type { TaskState } from "./states.ts";

export interface TaskInstance {
  readonly state: TaskState;
  readonly tryNumber: number; // of the latest attempt; 0 before the first
  readonly maxTries: number; // a failed try numbered higher is the last
  readonly dueAt: number | null; // when the next try or poke may start
  readonly startedAt: number | null; // of the latest attempt
  readonly finishedAt: number | null;
  readonly firstPokeAt: number | null;
  readonly pokes: number;
  readonly skips: readonly string[]; // tasks that this one, a branch, decided to skip
}

/** As if it had never run, except that its tries still count. */
export function newInstance(tryNumber: number, maxTries: number): TaskInstance {
  const untouched = {
    dueAt: null,
    startedAt: null,
    finishedAt: null,
    firstPokeAt: null,
    pokes: 0,
    skips: [],
  };
  return { state: "none", tryNumber, maxTries, ...untouched };
}
