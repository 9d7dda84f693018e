// One try of a flow run: what all of its calls have in common.

import { setImmediate as nextTurn } from "node:timers/promises";
import type { Calls } from "./calls.ts";
import type { Machine } from "./machine.ts";
import { Stops } from "./stops.ts";
import { workers, type Workers } from "./workers.ts";

interface TryFacts {
  readonly machine: Machine;
  readonly flowRunId: string;
  readonly number: number;
  readonly calls: Calls;
  readonly log: (line: string) => void;
  /** Hides secrets. */
  readonly mask: (text: string) => string;
  /** Aborted when it is cancelled, or its time is up. */
  readonly signal: AbortSignal;
}

export interface FlowTry extends TryFacts {
  readonly workers: Workers;
  /** Told when the signal aborts. */
  readonly stops: Stops;
  /** Which call has made a value that is an object: a call that is given the value has waited for that one. */
  readonly origins: WeakMap<object, string>;
  /** How many calls have not ended. */
  underWay: number;
  /** Called when the last of them has. */
  tellSettled: () => void;
  /** Set when the flow takes another way than before: then it fails, whatever it catches. */
  fault: Error | null;
}

export function beginTry(facts: TryFacts, { maxWorkers }: { readonly maxWorkers: number }): FlowTry {
  return {
    ...facts,
    workers: workers(maxWorkers, facts.machine.timers),
    stops: new Stops(facts.signal),
    origins: new WeakMap(),
    underWay: 0,
    tellSettled: () => {},
    fault: null,
  };
}

/** Every call is carried out to its end, even calls that nobody waits for, and what they call. */
export async function settle(flowTry: FlowTry): Promise<void> {
  while (flowTry.underWay > 0) {
    await new Promise<void>((resolve) => (flowTry.tellSettled = resolve));
    await flowTry.machine.timers.working(nextTurn); // what has waited for the last of them may call another one
  }
}
