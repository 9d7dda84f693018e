// One run of a flow, from its parameters to its last state. A run that was cut off goes on where it was: its function is
// called again, and each task that has ended returns its recorded result.

import { setMaxListeners } from "node:events";
import { asError, withConsole } from "@daglings/engine";
import { Calls, ReplayError } from "./calls.ts";
import { cancelReason, hearCancels, stoppedState } from "./cancel-signal.ts";
import { FlowFault } from "./fault.ts";
import type { FlowSettings } from "./flow-options.ts";
import { beginTry, settle, type FlowTry } from "./flow-try.ts";
import { holdingRun, myself } from "./holding-run.ts";
import { resolveReturned } from "./inputs.ts";
import { keep } from "./kept.ts";
import { failedState, within } from "./limits.ts";
import type { Machine } from "./machine.ts";
import { validate } from "./parameters.ts";
import { Progress } from "./progress.ts";
import { stateOf, type FlowRunRow, type TaskRow } from "./record.ts";
import { current } from "./run-context.ts";
import { openRunLog, type RunLog } from "./run-log.ts";
import { failed, stateOfReturned, type State, type StateFacts } from "./state.ts";

export interface FlowBody {
  readonly name: string;
  readonly file: string | null;
  readonly settings: FlowSettings;
  readonly call: (parameters: unknown) => unknown;
}

export interface FlowOrder {
  readonly flowRunId: string;
  readonly parameters: unknown;
  readonly parentRunId?: string | null;
  readonly deployment?: string | null;
  readonly scheduledFor?: number | null;
  /** Aborted when the run must stop. */
  readonly signal?: AbortSignal;
}

export async function runFlow(machine: Machine, body: FlowBody, order: FlowOrder): Promise<State> {
  const { flowRunId, parameters } = order;
  const wanted = { flowRunId, flow: body.name, parameters };
  return await holdingRun(machine.record, wanted, async (before) => {
    if (before?.stateType === "COMPLETED" && before.result) return stateOf(before, flowRunId);
    const log = openRunLog(machine, flowRunId);
    try {
      return await new FlowRun(machine, body, order, before, log).carryOut();
    } finally {
      log.close();
    }
  });
}

class FlowRun {
  readonly #machine: Machine;
  readonly #body: FlowBody;
  readonly #order: FlowOrder;
  readonly #before: FlowRunRow | null;
  readonly #log: RunLog;
  readonly #progress: Progress;
  readonly #createdAt: number;

  constructor(machine: Machine, body: FlowBody, order: FlowOrder, before: FlowRunRow | null, log: RunLog) {
    this.#machine = machine;
    this.#body = body;
    this.#order = order;
    this.#before = before;
    this.#log = log;
    const now = machine.clock.now();
    this.#createdAt = before?.createdAt ?? now;
    const history = [...(before?.history ?? [])];
    if (before?.endedAt === null && before.stateType !== "CRASHED") history.push([now, "CRASHED", "Crashed"]);
    this.#progress = new Progress(order.flowRunId, now, history);
    this.#progress.tries = before ? triesBefore(before) : 0;
  }

  async carryOut(): Promise<State> {
    const { record, timers, clock } = this.#machine;
    const { settings, name } = this.#body;
    this.#keep();
    let parameters: unknown;
    try {
      parameters = await validate(settings.schema, this.#order.parameters, name);
    } catch (thrown) {
      const error = asError(thrown);
      const message = `Validation of flow parameters failed with error: ${error.name}: ${error.message}`;
      return this.#save(failed({ message, data: error }));
    }
    const cancelling = new AbortController();
    const stop = anyOf(cancelling.signal, this.#order.signal);
    const lookForCancel = () => {
      if (record.isAskedToCancel(this.#order)) cancelling.abort(cancelReason);
    };
    const stopHearing = hearCancels(lookForCancel);
    try {
      lookForCancel();
      if (this.#before?.dueAt) await timers.sleep(this.#before.dueAt, stop);
      for (;;) {
        this.#progress.tries++;
        this.#progress.dueAt = null;
        this.#save({ type: "RUNNING", name: "Running" });
        const state = await this.#try(parameters, stop);
        const isOver = state.type !== "FAILED" || this.#progress.tries > settings.retries;
        if (isOver || stop.aborted || state.data instanceof FlowFault) return this.#save(state);
        this.#progress.dueAt = clock.now() + settings.retryDelay;
        this.#log.write(`${state.reason}; the flow is tried again in ${settings.retryDelay / 1000} s`);
        this.#save({ type: "SCHEDULED", name: "AwaitingRetry" });
        await timers.sleep(this.#progress.dueAt, stop);
      }
    } catch (thrown) {
      if (!stop.aborted) throw thrown;
      return this.#save(this.#stopped(stop.reason));
    } finally {
      stopHearing();
    }
  }

  async #try(parameters: unknown, stop: AbortSignal): Promise<State> {
    const { settings, call } = this.#body;
    const { flowRunId } = this.#order;
    const controller = new AbortController();
    const signal = anyOf(controller.signal, stop);
    const flowTry = this.#begin(signal);
    const { stops, log, number: tries } = flowTry;
    const context = { flowTry, flowRunId, task: null, tries, signal, log };
    const work = async () => await resolveReturned(await current.run(context, () => call(parameters)));
    const limits = { stops, timeout: settings.timeout, whose: "Flow", controller } as const;
    try {
      signal.throwIfAborted();
      const returned = await within(limits, () => withConsole(log, work));
      await settle(flowTry);
      flowTry.calls.close();
      if (flowTry.fault) throw flowTry.fault;
      return stateOfReturned(returned).with({ of: flowRunId });
    } catch (thrown) {
      await settle(flowTry);
      if (stop.aborted) return this.#stopped(stop.reason);
      const error = asError(thrown);
      if (error instanceof ReplayError) flowTry.fault ??= error;
      const { fault } = flowTry;
      return fault
        ? failed({ message: fault.message, data: new FlowFault(fault) })
        : failedState(error, limits);
    }
  }

  #begin(signal: AbortSignal): FlowTry {
    const { flowRunId } = this.#order;
    const { tries: number } = this.#progress;
    const machine = this.#machine;
    const { write: log, mask } = this.#log;
    const rows = this.#before ? machine.record.listTasks({ flowRunId, flowTry: number }) : [];
    const calls = new Calls(flowRunId, this.#before?.endedAt === null ? rows : rows.map(asUnfinished));
    return beginTry({ machine, flowRunId, number, calls, log, mask, signal }, this.#body.settings);
  }

  /** Somebody cancelled it; or its process is told to end, and the next process goes on with it. */
  #stopped(reason: unknown): State {
    return stoppedState(this.#machine.record.isAskedToCancel(this.#order) ? cancelReason : reason);
  }

  #save(facts: StateFacts): State {
    const state = this.#progress.enter(facts, this.#machine.clock.now());
    if (state.isFinal && state.type !== "COMPLETED") this.#log.write(state.reason);
    this.#keep();
    return state;
  }

  #keep(): void {
    const { flowRunId, parameters, parentRunId = null, deployment = null, scheduledFor = null } = this.#order;
    const { state } = this.#progress;
    this.#machine.record.saveRun({
      flowRunId,
      flow: this.#body.name,
      file: this.#body.file,
      deployment,
      parentRunId,
      parameters: keep(parameters)?.value ?? null,
      ...this.#progress.columns(this.#log.mask),
      result: state.type === "COMPLETED" ? keep(state.data) : null,
      scheduledFor,
      createdAt: this.#createdAt,
      // A crashed run has not ended: it goes on when it is carried out again.
      endedAt: state.isFinal && state.type !== "CRASHED" ? this.#machine.clock.now() : null,
      logFile: this.#log.file,
      ...myself(),
    });
  }
}

/** A try that was cut off goes on; if the run was waiting for its next try, a new one begins. */
function triesBefore({ tries, stateType }: FlowRunRow): number {
  return stateType === "SCHEDULED" ? tries : Math.max(0, tries - 1);
}

/** When a failed run is carried out once more, its failed tasks are called again. */
function asUnfinished(row: TaskRow): TaskRow {
  return { ...row, error: null };
}

function anyOf(own: AbortSignal, above: AbortSignal | undefined): AbortSignal {
  const signal = AbortSignal.any(above ? [own, above] : [own]);
  setMaxListeners(0, signal); // each wait for a retry is one
  return signal;
}
