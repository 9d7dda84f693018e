// A call of a task, or of a flow by a flow: it is numbered at once, and carried out when its turn comes.

import { randomUUID } from "node:crypto";
import { makeMask } from "@daglings/engine";
import { Calls } from "./calls.ts";
import { Future } from "./future.ts";
import { current, plainMachine, type FlowTry } from "./run-context.ts";
import { runTask, type Callee } from "./run-task.ts";
import { State } from "./state.ts";
import { workers } from "./workers.ts";

export function call(callee: Callee, given: readonly unknown[], { isSubmitted = false } = {}): Future {
  const found = current.getStore();
  const flowTry = found?.flowTry ?? alone();
  const number = flowTry.calls.next(callee.name);
  const isNested = (found?.task ?? null) !== null;
  const end = runTask(flowTry, { callee, given, call: number, isSubmitted, isNested });
  flowTry.underWay.add(end);
  void end.then(() => flowTry.underWay.delete(end));
  const key = `${callee.name}-${number}`;
  return new Future(key, new State({ type: "PENDING", name: "Pending", of: key }), end);
}

/** A task outside any flow: it is tried and cached as in one, but nothing of it is kept. */
function alone(): FlowTry {
  const flowRunId = randomUUID();
  const machine = plainMachine();
  return {
    machine,
    flowRunId,
    number: 1,
    calls: new Calls(flowRunId, []),
    workers: workers(Infinity, machine.timers),
    log: () => {},
    mask: makeMask(machine.record),
    signal: new AbortController().signal,
    stops: new Set(),
    underWay: new Set(),
    origins: new WeakMap(),
    fault: null,
  };
}
