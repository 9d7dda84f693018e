// For another runtime, which carries out flow runs in its own way: it is asked in place of this process, and has the functions
// of tasks called here.

import { AsyncLocalStorage } from "node:async_hooks";
import { withConsole } from "@daglings/engine";
import { alone } from "./alone.ts";
import type { runFlow } from "./flow-run.ts";
import { resolveReturned } from "./inputs.ts";
import { current, type RunContext } from "./run-context.ts";
import { stateOfReturned, type State } from "./state.ts";

export type CarryOutFlow = typeof runFlow;

const runtimes = new AsyncLocalStorage<CarryOutFlow>();

/** Flow runs that `work` begins are carried out by it. */
export function carriedOutBy<T>(carryOut: CarryOutFlow, work: () => T): T {
  return runtimes.run(carryOut, work);
}

/** undefined: this process itself. */
export function otherRuntime(): CarryOutFlow | undefined {
  return runtimes.getStore();
}

/** One try of a task. What it throws is thrown; tasks that it calls are not on record. */
export async function tryTask(
  fn: (...args: never[]) => unknown,
  values: readonly unknown[],
  context: RunContext,
): Promise<State> {
  const { log } = context;
  const work = () =>
    current.run({ ...context, flowTry: alone(context) }, () => fn(...(values as readonly never[])));
  return stateOfReturned(await resolveReturned(await withConsole(log, work)));
}
