// How a test sets up the scheduler that it attacks.

import type { Fault } from "./fault-points.ts";

export interface Setup {
  readonly executor: "in-process" | "subprocess";
  readonly clock: "system" | "simulated";
  /** Its DAGs: a file beside this one. */
  readonly dags?: "workload.ts" | "hostile.ts" | "slow.ts";
  readonly fault?: Fault;
  /** Does this by hand to tasks of workload.ts, this many milliseconds after their first try has started. */
  readonly meddle?: { readonly how: "clear" | "mark" | "cancel"; readonly after: number };
  /** How many milliseconds older than they are the leases of others seem. */
  readonly leaseAhead?: number;
  /** If another scheduler works on the store, it waits for its turn. */
  readonly isPatient?: boolean;
  /** Default: the folder of the round. */
  readonly storeFolder?: string;
  readonly logsFolder?: string;
}

/** How the process ends, if it is not killed. */
export const exitCodes = { done: 0, failed: 1, refused: 3 } as const;
