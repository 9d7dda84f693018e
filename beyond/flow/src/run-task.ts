// One call of a task, from its arguments to its last state: its result comes from the record or the cache, or it is tried
// until it completes or has failed for good.

import { asError } from "@daglings/engine";
import { stoppedState } from "./cancel-signal.ts";
import { FlowFault } from "./fault.ts";
import { resolveInputs, resolveReturned } from "./inputs.ts";
import { describeArguments, keep } from "./kept.ts";
import { failedState, within } from "./limits.ts";
import { begin, columnsOf, enter, passing, type Progress } from "./progress.ts";
import { stateOf, type TaskRow } from "./record.ts";
import { delayBefore } from "./retry.ts";
import { current, type FlowTry } from "./run-context.ts";
import { failed, State, stateOfReturned } from "./state.ts";
import type { TaskSettings } from "./task-options.ts";

export interface Callee {
  readonly name: string;
  readonly settings: TaskSettings;
  /** Carries it out. A flow's run has its own record, and is told which run that is. */
  readonly carryOut: (values: readonly unknown[], childRunId: string | null) => unknown;
  readonly isFlow: boolean;
}

export interface Order {
  readonly callee: Callee;
  readonly given: readonly unknown[];
  readonly call: number;
  /** It was submitted, so it needs a worker. */
  readonly isSubmitted: boolean;
  /** A task calls it, so it uses that task's worker. */
  readonly isNested: boolean;
}

export async function runTask(flowTry: FlowTry, order: Order): Promise<State> {
  const at = flowTry.machine.clock.now();
  const carryOut = async () => await new TaskRun(flowTry, order, at).carryOut();
  try {
    // A task that calls a task waits for it, and does nothing else.
    if (order.isNested) return await flowTry.machine.timers.resting(carryOut);
    if (!order.isSubmitted) return await carryOut();
    await flowTry.workers.take();
    return await carryOut().finally(() => flowTry.workers.give());
  } catch (thrown) {
    // No error of a task comes here: either the record cannot be written, or the replay takes another way.
    const error = asError(thrown);
    flowTry.fault ??= error;
    return failed({ message: error.message, data: error }).with({ of: order.callee.name });
  }
}

class TaskRun {
  readonly #flowTry: FlowTry;
  readonly #order: Order;
  readonly #progress: Progress;
  readonly #upstream: string[] = [];
  #call: number;
  #arguments: { readonly hash: string | null; readonly text: string } = { hash: null, text: "" };

  constructor(flowTry: FlowTry, order: Order, at: number) {
    this.#flowTry = flowTry;
    this.#order = order;
    this.#call = order.call;
    this.#progress = begin(this.#key, at);
  }

  async carryOut(): Promise<State> {
    const { callee, given } = this.#order;
    const { calls, origins } = this.#flowTry;
    const inputs = await resolveInputs(given, callee.settings.waitFor, (value) => origins.get(value));
    this.#upstream.push(...inputs.upstream);
    if (inputs.missing !== null) {
      this.#call = calls.free(callee.name, this.#call);
      const message = `Upstream task run '${inputs.missing}' did not reach a 'COMPLETED' state.`;
      return await this.#save(passing("PENDING", "NotReady", this.#key).with({ message }));
    }
    const described = describeArguments(inputs.values);
    if (this.#order.isNested) {
      // A task that was cut off is called again as a whole: what it calls never comes from the record.
      this.#call = calls.free(callee.name, this.#call);
      this.#arguments = { hash: null, text: described.text };
      return await this.#cachedOrTried(inputs.values);
    }
    this.#arguments = described;
    const { call, row } = await calls.claim({ name: callee.name, call: this.#call, ...described });
    this.#call = call;
    const told = row && this.#tell(row);
    return told ?? (await this.#cachedOrTried(inputs.values));
  }

  get #key(): string {
    return `${this.#order.callee.name}-${this.#call}`;
  }

  get #now(): number {
    return this.#flowTry.machine.clock.now();
  }

  /** From the record: how it has ended or, if it has not, how far it had come. */
  #tell(row: TaskRow): State | null {
    const hasFailed = row.stateType === "FAILED" && row.error !== null;
    const isOver = hasFailed || (row.stateType === "COMPLETED" && row.result !== null);
    if (isOver) return this.#remember(stateOf(row, this.#key));
    this.#progress.history.splice(0, Infinity, ...row.history);
    // When it was killed it could not say so itself. A run that had failed begins again, with all its retries.
    if (row.stateType === "RUNNING") this.#enter(passing("CRASHED", "Crashed", this.#key));
    if (row.stateType === "FAILED") this.#enter(passing("PENDING", "Pending", this.#key));
    this.#progress.tries = row.tries;
    this.#progress.dueAt = row.dueAt;
    return null;
  }

  async #cachedOrTried(values: readonly unknown[]): Promise<State> {
    const { callee } = this.#order;
    const { record } = this.#flowTry.machine;
    const { cacheKey, cacheExpiration } = callee.settings;
    let key: string | null = null;
    if (cacheKey) {
      try {
        key = cacheKey(...values);
      } catch (thrown) {
        return await this.#end(failedState(asError(thrown), { whose: "Task", controller: null }));
      }
      const cached = key === null ? null : record.findCached({ key, now: this.#now });
      if (cached) {
        this.#enter(passing("RUNNING", "Running", this.#key));
        return await this.#end(new State({ type: "COMPLETED", name: "Cached", data: cached.value }));
      }
    }
    const state = await this.#tryUntilDone(values);
    const result = state.type === "COMPLETED" ? keep(state.data) : null;
    if (key !== null && result) {
      const expiresAt = cacheExpiration === null ? null : this.#now + cacheExpiration;
      record.saveCached({ key, result, expiresAt });
    }
    return state;
  }

  async #tryUntilDone(values: readonly unknown[]): Promise<State> {
    const { machine, signal } = this.#flowTry;
    const { callee } = this.#order;
    for (let retries = this.#retriesBefore(); ; retries++) {
      if (signal.aborted) return await this.#end(stoppedState(signal.reason));
      if (this.#progress.dueAt !== null) {
        try {
          await machine.timers.sleep(this.#progress.dueAt, signal);
        } catch (reason) {
          return await this.#end(stoppedState(reason));
        }
        this.#progress.dueAt = null;
      }
      this.#progress.tries++;
      await this.#save(passing("RUNNING", retries === 0 ? "Running" : "Retrying", this.#key));
      const state = await this.#try(values);
      const mayRetry =
        state.type === "FAILED" &&
        !signal.aborted &&
        !callee.isFlow &&
        (await this.#wantsRetry(state, retries));
      if (!mayRetry) return await this.#end(state);
      const delay = delayBefore(callee.settings, retries + 1, `${this.#flowTry.flowRunId} ${this.#key}`);
      this.#log(
        `${state.reason}; try ${this.#progress.tries + 1} follows ${delay === 0 ? "at once" : `in ${delay / 1000} s`}`,
      );
      if (delay === 0) continue;
      this.#progress.dueAt = this.#now + delay;
      await this.#save(passing("SCHEDULED", "AwaitingRetry", this.#key));
    }
  }

  /** A try that was cut off with its process is made again, and does not count as a retry. */
  #retriesBefore(): number {
    const all = this.#progress.history.map(([, , name]) => name);
    const names = all.slice(all.lastIndexOf("Pending")); // where a run that had failed is carried out again, anew
    const retried = names.filter((name, index) => name === "Retrying" && names[index - 1] !== "Crashed");
    return retried.length + (names.at(-1) === "AwaitingRetry" ? 1 : 0);
  }

  async #wantsRetry(state: State, retries: number): Promise<boolean> {
    const { settings } = this.#order.callee;
    if (retries >= settings.retries) return false;
    try {
      return await settings.condition(asError(state.result({ raiseOnFailure: false })), this.#progress.tries);
    } catch (thrown) {
      this.#log(`its retryCondition failed, so it is not tried again: ${asError(thrown).message}`);
      return false;
    }
  }

  async #try(values: readonly unknown[]): Promise<State> {
    const flowTry = this.#flowTry;
    const { callee } = this.#order;
    const { timeout } = callee.settings;
    const controller = timeout === null ? null : new AbortController();
    const signal = controller?.signal ?? flowTry.signal;
    const context = {
      flowTry,
      flowRunId: flowTry.flowRunId,
      task: this.#key,
      tries: this.#progress.tries,
      signal,
      log: (line: string) => this.#log(line),
    };
    const work = async () => await current.run(context, () => callee.carryOut(values, this.#childRunId));
    const limits = { stops: flowTry.stops, timeout, whose: "Task", controller } as const;
    try {
      const limited = () => within(limits, work);
      // A flow within a flow may itself wait, and then time may go on.
      const returned = await (callee.isFlow ? limited() : flowTry.machine.timers.working(limited));
      // A call of a flow ends as the flow does.
      const isItsState = callee.isFlow && returned instanceof State;
      if (isItsState && returned.data instanceof FlowFault) throw returned.data;
      return isItsState ? returned : stateOfReturned(await resolveReturned(returned));
    } catch (thrown) {
      if (flowTry.signal.aborted) return stoppedState(flowTry.signal.reason);
      if (thrown instanceof FlowFault) throw thrown;
      return failedState(asError(thrown), limits);
    }
  }

  get #childRunId(): string | null {
    return this.#order.callee.isFlow
      ? `${this.#flowTry.flowRunId}/${this.#flowTry.number}/${this.#key}`
      : null;
  }

  #enter(state: State): State {
    enter(this.#progress, state.with({ of: this.#key }), this.#now);
    return this.#progress.state;
  }

  async #end(state: State): Promise<State> {
    if (state.type !== "COMPLETED") this.#log(state.reason);
    return this.#remember(await this.#save(state));
  }

  /** Later, a call that is given this very value has waited for this call. */
  #remember(state: State): State {
    const { data } = state;
    if (typeof data === "object" && data !== null && !(data instanceof State)) {
      this.#flowTry.origins.set(data, this.#key);
    }
    return state;
  }

  async #save(next: State): Promise<State> {
    const state = this.#enter(next);
    const { callee } = this.#order;
    const { mask } = this.#flowTry;
    const error =
      state.isFinal && state.type !== "COMPLETED" ? state.result({ raiseOnFailure: false }) : null;
    const { record, timers } = this.#flowTry.machine;
    const safe = record.saveTask({
      flowRunId: this.#flowTry.flowRunId,
      flowTry: this.#flowTry.number,
      name: callee.name,
      call: this.#call,
      hash: this.#arguments.hash,
      arguments: mask(this.#arguments.text),
      upstream: this.#upstream,
      childRunId: this.#childRunId,
      ...columnsOf(this.#progress, mask),
      result: state.type === "COMPLETED" ? keep(state.data) : null,
      error: error instanceof Error ? { name: error.name, message: mask(error.message) } : null,
    });
    // Whatever goes on from here is never ahead of the record.
    if (safe) await timers.working(async () => await safe);
    return state;
  }

  #log(line: string): void {
    this.#flowTry.log(`${this.#key}: ${line}`);
  }
}
