// The folder in which each experiment happens. What comes after "run" and builds on it happens in the same one.

import type { Experiment } from "@daglings/lessons";

export const placeOf = {
  run: "run",
  again: "run",
  alone: "run",
  altered: "run",
  killed: "killed",
  outage: "outage",
  cut: "cut",
  busy: "busy",
  elsewhere: "elsewhere",
} as const satisfies Record<Experiment, string>;

export const places: readonly string[] = [...new Set(Object.values(placeOf))];
