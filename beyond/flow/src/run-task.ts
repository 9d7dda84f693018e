// One call of a task, from its arguments to its last state: its result comes from the record or the cache, or the task is
// tried until it completes or fails for good.

import { asError } from "@daglings/engine";
import { stoppedState } from "./cancel-signal.ts";
import { FlowFault } from "./fault.ts";
import type { FlowTry } from "./flow-try.ts";
import { resolveInputs, resolveReturned } from "./inputs.ts";
import { describeArguments, keep } from "./kept.ts";
import { failedState, within } from "./limits.ts";
import { Progress } from "./progress.ts";
import { stateOf, type TaskRow } from "./record.ts";
import { delayBefore } from "./retry.ts";
import { current } from "./run-context.ts";
import { failed, stateOfReturned, State, type StateFacts } from "./state.ts";
import { readCacheKey, type TaskSettings } from "./task-options.ts";

export interface Callee {
  readonly name: string;
  readonly settings: TaskSettings;
  /** Carries it out. A flow that is called has a run of its own, and is told its id. */
  readonly carryOut: (values: readonly unknown[], childRunId: string | null) => unknown;
  readonly isFlow: boolean;
}

export interface Order {
  readonly flowTry: FlowTry;
  readonly callee: Callee;
  readonly given: readonly unknown[];
  readonly number: number;
  /** A task calls it. */
  readonly isNested: boolean;
  readonly at: number;
}

export class TaskRun {
  readonly #flowTry: FlowTry;
  readonly #order: Order;
  readonly #progress: Progress;
  #call: number;
  #arguments: { readonly hash: string | null; readonly text: string } = { hash: null, text: "" };
  #upstream: readonly string[] = [];

  constructor(order: Order) {
    this.#flowTry = order.flowTry;
    this.#order = order;
    this.#call = order.number;
    this.#progress = new Progress(`${order.callee.name}-${order.number}`, order.at);
  }

  async carryOut(): Promise<State> {
    try {
      return this.#remember(await this.#carryOut());
    } catch (thrown) {
      // An error of a task never gets here: either the record cannot be written, or the replay takes a different path.
      const error = asError(thrown);
      this.#flowTry.fault ??= error;
      return failed({ message: error.message, data: error }).with({ of: this.#key });
    }
  }

  async #carryOut(): Promise<State> {
    const { callee, given, isNested } = this.#order;
    const { origins } = this.#flowTry;
    const inputs = await resolveInputs(given, callee.settings.waitFor, (value) => origins.get(value));
    this.#upstream = inputs.upstream;
    if (inputs.missing !== null) {
      await this.#claim();
      const message = `Upstream task run '${inputs.missing}' did not reach a 'COMPLETED' state.`;
      return await this.#save({ type: "PENDING", name: "NotReady", message });
    }
    const { hash, text } = describeArguments(inputs.values);
    // A task that was cut off is called again as a whole: the results of its own calls never come from the record.
    this.#arguments = { hash: isNested ? null : hash, text };
    const row = await this.#claim();
    const recalled = row && this.#recall(row);
    return recalled ?? (await this.#cachedOrTried(inputs.values));
  }

  async #claim(): Promise<TaskRow | null> {
    const { name } = this.#order.callee;
    const { call, row } = await this.#flowTry.calls.claim({ name, call: this.#call, ...this.#arguments });
    this.#call = call;
    this.#progress.of = `${name}-${call}`;
    return row;
  }

  get #key(): string {
    return this.#progress.of;
  }

  get #now(): number {
    return this.#flowTry.machine.clock.now();
  }

  /** From the record: how it ended or, if it has not ended, how far it came. */
  #recall(row: TaskRow): State | null {
    const hasFailed = row.stateType === "FAILED" && row.error !== null;
    const isOver = hasFailed || (row.stateType === "COMPLETED" && row.result !== null);
    if (isOver) return stateOf(row, this.#key);
    const progress = this.#progress;
    progress.history.splice(0, Infinity, ...row.history);
    // A killed call could not say so itself. If its run had failed, it begins again, with all its retries.
    if (row.stateType === "RUNNING") progress.enter({ type: "CRASHED", name: "Crashed" }, this.#now);
    if (row.stateType === "FAILED") progress.enter({ type: "PENDING", name: "Pending" }, this.#now);
    progress.tries = row.tries;
    progress.dueAt = row.dueAt;
    return null;
  }

  async #cachedOrTried(values: readonly unknown[]): Promise<State> {
    const { cacheKey, cacheExpiration } = this.#order.callee.settings;
    const { record, timers } = this.#flowTry.machine;
    let key: string | null;
    try {
      key = cacheKey ? readCacheKey(cacheKey(...values)) : null;
    } catch (thrown) {
      return await this.#end(failedState(asError(thrown), { whose: "Task", controller: null }));
    }
    if (key === null) return await this.#tryUntilDone(values);
    const cached = await timers.working(async () => await record.findCached({ key, now: this.#now }));
    if (cached) {
      this.#progress.enter({ type: "RUNNING", name: "Running" }, this.#now);
      return await this.#end({ type: "COMPLETED", name: "Cached", data: cached.value });
    }
    const state = await this.#tryUntilDone(values);
    const result = state.type === "COMPLETED" ? keep(state.data) : null;
    const expiresAt = cacheExpiration === null ? null : this.#now + cacheExpiration;
    if (result) await timers.working(async () => await record.saveCached({ key, result, expiresAt }));
    return state;
  }

  async #tryUntilDone(values: readonly unknown[]): Promise<State> {
    const { machine, signal, flowRunId } = this.#flowTry;
    const progress = this.#progress;
    for (let retries = this.#retriesBefore(); ; retries++) {
      if (progress.dueAt !== null) await machine.timers.sleep(progress.dueAt, signal).catch(() => {});
      if (signal.aborted) return await this.#end(stoppedState(signal.reason));
      progress.dueAt = null;
      progress.tries++;
      await this.#save({ type: "RUNNING", name: retries === 0 ? "Running" : "Retrying" });
      const state = await this.#try(values);
      if (!(await this.#wantsRetry(state, retries))) return await this.#end(state);
      const delay = delayBefore(this.#order.callee.settings, retries + 1, `${flowRunId} ${this.#key}`);
      const when = delay === 0 ? "at once" : `in ${delay / 1000} s`;
      this.#log(`${state.reason}; try ${progress.tries + 1} follows ${when}`);
      if (delay === 0) continue;
      progress.dueAt = this.#now + delay;
      await this.#save({ type: "SCHEDULED", name: "AwaitingRetry" });
    }
  }

  /** A try that was cut off with its process is made again, and does not count as a retry. */
  #retriesBefore(): number {
    const all = this.#progress.history.map(([, , name]) => name);
    const names = all.slice(all.lastIndexOf("Pending")); // a failed run that is carried out again begins its count again
    const retried = names.filter((name, index) => name === "Retrying" && names[index - 1] !== "Crashed");
    return retried.length + (names.at(-1) === "AwaitingRetry" ? 1 : 0);
  }

  async #wantsRetry(state: State, retries: number): Promise<boolean> {
    const { settings } = this.#order.callee;
    if (state.type !== "FAILED" || retries >= settings.retries || this.#flowTry.signal.aborted) return false;
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
    const context = {
      flowTry,
      flowRunId: flowTry.flowRunId,
      task: this.#key,
      tries: this.#progress.tries,
      signal: controller?.signal ?? flowTry.signal,
      log: (line: string) => this.#log(line),
    };
    const work = () => current.run(context, () => callee.carryOut(values, this.#childRunId));
    const limits = { stops: flowTry.stops, timeout, whose: "Task", controller } as const;
    try {
      // A flow notices by itself that it must stop, and then ends in good order.
      const limited = async () => await (callee.isFlow ? work() : within(limits, work));
      const returned = await flowTry.machine.timers.working(limited);
      return stateOfReturned(await resolveReturned(returned));
    } catch (thrown) {
      if (flowTry.signal.aborted) return stoppedState(flowTry.signal.reason);
      const error = asError(thrown);
      if (error instanceof FlowFault) throw error;
      return failedState(error, limits);
    }
  }

  get #childRunId(): string | null {
    const { flowRunId, number } = this.#flowTry;
    return this.#order.callee.isFlow ? `${flowRunId}/${number}/${this.#key}` : null;
  }

  #end(facts: StateFacts): Promise<State> {
    if (facts.type !== "COMPLETED") this.#log(facts.message ?? facts.name);
    return this.#save(facts);
  }

  /** A later call that is given this very value counts as having waited for this call. */
  #remember(state: State): State {
    const { data } = state;
    if (typeof data === "object" && data !== null && !(data instanceof State)) {
      this.#flowTry.origins.set(data, this.#key);
    }
    return state;
  }

  async #save(facts: StateFacts): Promise<State> {
    const { flowRunId, number, mask, machine } = this.#flowTry;
    const state = this.#progress.enter(facts, this.#now);
    const error =
      state.isFinal && state.type !== "COMPLETED" ? state.result({ raiseOnFailure: false }) : null;
    const safe = machine.record.saveTask({
      flowRunId,
      flowTry: number,
      name: this.#order.callee.name,
      call: this.#call,
      hash: this.#arguments.hash,
      arguments: mask(this.#arguments.text),
      upstream: this.#upstream,
      childRunId: this.#childRunId,
      ...this.#progress.columns(mask),
      result: state.type === "COMPLETED" ? keep(state.data) : null,
      error: error instanceof Error ? { name: error.name, message: mask(error.message) } : null,
    });
    // Nothing after this is ever ahead of the record.
    if (safe) await machine.timers.working(() => safe);
    return state;
  }

  #log(line: string): void {
    this.#flowTry.log(`${this.#key}: ${line}`);
  }
}
