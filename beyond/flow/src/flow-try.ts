// One try of a flow run: what all of its calls share.

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
  /** Which call made which object: a call that is given the object counts as having waited for that call. */
  readonly origins: WeakMap<object, string>;
  /** How many calls have not ended. */
  underWay: number;
  /** Called when the last of them has ended. */
  tellSettled: () => void;
  /** Set when the flow takes a different path than before: then it fails, whatever it catches. */
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

/** Waits for every call to end, even for calls that nobody awaits, and for what they call. */
export async function settle(flowTry: FlowTry): Promise<void> {
  while (flowTry.underWay > 0) {
    await new Promise<void>((resolve) => (flowTry.tellSettled = resolve));
    await flowTry.machine.timers.working(nextTurn); // code that waited for the last of them may call another one
  }
}
