// Which flow run and which task the calling code is part of. The answer follows the code through every await.

import { AsyncLocalStorage } from "node:async_hooks";
import type { FlowTry } from "./flow-try.ts";

export interface RunContext {
  readonly flowRunId: string;
  /** `count_events-2`; null: in the flow itself. */
  readonly task: string | null;
  readonly tries: number;
  /** Aborts when the work must stop: the run is cancelled, or the time of this try is up. */
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

interface Current extends RunContext {
  readonly flowTry: FlowTry;
}

export const current = new AsyncLocalStorage<Current>();

/** Tells the code of a flow or a task what it is part of. */
export function runContext(): RunContext {
  const found = current.getStore();
  if (found) return found;
  throw new Error("runContext() was called outside of flows and tasks; call it inside one");
}
