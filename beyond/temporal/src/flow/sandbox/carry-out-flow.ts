// Carries out a flow in the sandbox, on a machine whose clock, record and cache are Temporal's.

import {
  ApplicationFailure,
  CancelledFailure,
  CancellationScope,
  condition,
  proxyActivities,
  setHandler,
  uuid4,
} from "@temporalio/workflow";
import { asError } from "@daglings/engine/errors";
import { cancelReason, machine, memoryRecord, runOn, type FlowRecord } from "@daglings/flow";
import { timeOf, type Time } from "../../time.ts";
import { endOf } from "../ends.ts";
import type { FlowActivities } from "../flow-activities.ts";
import { flowEnd, flowEndArrived, flowState, type End, type FlowInput, type FlowState } from "../messages.ts";
import { endLoading } from "./absent.ts";
import { flowAt } from "./flows-of.ts";
import { setGlobals } from "./globals.ts";
import { throwing } from "./throwing.ts";

// Not local activities: when several of them are replayed at once, calls come in another order.
const { findCached, saveCached, triggerDag } = proxyActivities<FlowActivities>({ startToCloseTimeout: "1m" });

type Machine = ReturnType<typeof machine>;

/** How long a flow that has ended waits until its caller, or the caller's next try, has fetched the end. */
const longestWait = "1 day";

/** Its result. If it has not completed, this throws why: any other error would only stop the workflow until it is mended. */
export async function carryOutFlow(input: FlowInput): Promise<unknown> {
  const record = memoryRecord();
  const lines: string[] = [];
  let end: End | null = null;
  let hasArrived = !input.isAwaited;
  const known = () => ({ lines, ...rowsOf(record, input.flowRunId) });
  setHandler(flowState, () => ({ end, ...known() }));
  setHandler(flowEndArrived, () => void (hasArrived = true));
  setHandler(flowEnd, async () => ({ end: await untilIts(() => end), ...known() }));
  end = await endOfFlow(input, { record, print: (line) => void lines.push(line) }).catch(endOfFault);
  if (!hasArrived) await CancellationScope.nonCancellable(() => condition(() => hasArrived, longestWait));
  const { type, message, result, error } = end;
  if (type === "COMPLETED") return result?.value;
  if (type === "CANCELLED") throw new CancelledFailure(message ?? type);
  throw ApplicationFailure.nonRetryable(message ?? type, error?.name);
}

/** Waits even if the workflow is cancelled. */
async function untilIts<T>(value: () => T | null): Promise<T> {
  await CancellationScope.nonCancellable(() => condition(() => value() !== null));
  const found = value();
  if (found === null) throw new TypeError("it was there");
  return found;
}

async function endOfFlow(
  { flow: place, flowRunId, parameters, time }: FlowInput,
  { record, print }: Pick<Machine, "record" | "print">,
): Promise<End> {
  const stopping = new AbortController();
  CancellationScope.current().cancelRequested.catch(() => stopping.abort(cancelReason));
  setGlobals();
  const flow = await flowAt(place);
  endLoading();
  const on = machine({
    record: { ...record, findCached, saveCached },
    clock: clockOf(timeOf(time)),
    print,
    triggerDag: (what) => throwing(triggerDag(what)),
    newRunId: (name) => `${name}-${uuid4()}`,
  });
  const order = { flowRunId, parameters, signal: stopping.signal };
  const state = await CancellationScope.nonCancellable(() => runOn(on, flow, order));
  return endOf(state, `flow "${place.name}" has returned`);
}

/** The end of a flow that could not begin, or whose result cannot travel. */
function endOfFault(thrown: unknown): End {
  const { name, message } = asError(thrown);
  return { type: "FAILED", name: "Failed", message, result: null, error: { name, message } };
}

/** The latest try of the run, and of each flow that it has called. */
function rowsOf(record: FlowRecord, flowRunId: string): Pick<FlowState, "runs" | "tasks"> {
  const run = record.findRun({ flowRunId });
  if (run === null) return { runs: [], tasks: [] };
  const tasks = record.listTasks({ flowRunId });
  const below = tasks.flatMap(({ childRunId }) => (childRunId === null ? [] : rowsOf(record, childRunId)));
  return {
    runs: [{ ...run, file: null }, ...below.flatMap((each) => each.runs)],
    tasks: [...tasks, ...below.flatMap((each) => each.tasks)],
  };
}

function clockOf(time: Time): Machine["clock"] {
  return {
    isSimulated: time.isPlayed,
    now: () => time.now(),
    realTime: () => time.now(),
    uptime: () => time.now(),
    heartbeat: () => () => {},
    async wait({ until, underWay, wake }) {
      if (time.isPlayed && (underWay || until === Infinity)) return await wake;
      if (time.isPlayed) return time.passTo(until);
      let isWoken = false;
      void wake.then(() => (isWoken = true));
      await time.until(() => isWoken, until);
    },
  };
}
