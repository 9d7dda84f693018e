// A call of a task, or of a flow by a flow: it gets its number at once, and is carried out when its turn comes.

import { AsyncResource } from "node:async_hooks";
import { alone } from "./alone.ts";
import type { FlowTry } from "./flow-try.ts";
import { ended, Future } from "./future.ts";
import { current } from "./run-context.ts";
import { TaskRun, type Callee, type Order } from "./run-task.ts";
import type { Work } from "./workers.ts";

export function call(callee: Callee, given: readonly unknown[], { isSubmitted = false } = {}): Future {
  const found = current.getStore();
  const flowTry = found?.flowTry ?? alone();
  const isNested = (found?.task ?? null) !== null;
  const made = new Call(flowTry, callee, given, isNested);
  // A task that calls a task waits for it, and does nothing else.
  if (isNested) void flowTry.machine.timers.resting(() => made.carryOut());
  else if (isSubmitted) flowTry.workers.submit(made);
  else void made.carryOut();
  return made.future;
}

/** Thousands may wait for their turn, so it has no promise yet; as a resource it begins in the context of its caller. */
class Call extends AsyncResource implements Order, Work {
  readonly flowTry: FlowTry;
  readonly callee: Callee;
  readonly given: readonly unknown[];
  readonly isNested: boolean;
  readonly number: number;
  readonly at: number;
  readonly future: Future;

  constructor(flowTry: FlowTry, callee: Callee, given: readonly unknown[], isNested: boolean) {
    super("DaglingsCall");
    this.flowTry = flowTry;
    this.callee = callee;
    this.given = given;
    this.isNested = isNested;
    this.number = flowTry.calls.next(callee.name);
    this.at = flowTry.machine.clock.now();
    this.future = new Future(callee.name, this.number);
    flowTry.underWay++;
  }

  async begin(): Promise<void> {
    await this.runInAsyncScope(() => this.carryOut());
  }

  async carryOut(): Promise<void> {
    const state = await new TaskRun(this).carryOut();
    if (--this.flowTry.underWay === 0) this.flowTry.tellSettled();
    this.future[ended](state);
  }
}
