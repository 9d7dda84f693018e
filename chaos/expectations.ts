// How the work ends, whatever happens to its schedulers on the way.

import type { Expectation } from "./invariants.ts";

/** The work of workload.ts. */
export function workDone(runs: number): Expectation {
  return {
    runs: {
      main: { count: runs, state: "success" },
      asked: { count: runs, state: "success" },
      doomed: { count: 1, state: "failed" },
    },
    tasks: { fail: "failed", never: "upstream_failed" },
    sensors: ["look", "ask"],
  };
}

/** The work of slow.ts. */
export const slowDone: Expectation = { runs: { slow: { count: 1, state: "success" } } };
