// Carries out one callback: builds its context, limits its time, and logs what goes wrong with it.

import { longestTimer } from "../clocks/stopwatch.ts";
import type { StoreReader, TaskContext } from "../context.ts";
import type { DAG } from "../dag.ts";
import { TimeoutError } from "../errors.ts";
import { withConsole } from "../executors/console.ts";
import { leftBehind } from "../executors/left-behind.ts";
import { openLog, type AttemptLog } from "../executors/log.ts";
import type { CallbackCall, CallbackOrder } from "../ports.ts";
import { makeMask } from "../mask.ts";

/** A callback may take as long as its task, or this many milliseconds if the task has no limit. */
const usualLimit = 60_000;

/** What a DAG calls on this occasion; null if it has not asked for anything. */
export function findCallback(
  dag: DAG,
  taskId: string,
  call: CallbackCall,
): ((context: TaskContext) => unknown) | null {
  if (call.of === "task") {
    const own = dag.task(taskId).callbacks[call.callback];
    const { error } = call;
    if (!own) return null;
    return (context) => own(Object.assign(context, error !== null && { exception: new Error(error) }));
  }
  const own = dag.settings[call.callback];
  const { reason } = call;
  return own && ((context) => own(Object.assign(context, { reason })));
}

export async function callBack(
  { attempt, call }: CallbackOrder,
  dag: DAG,
  store: StoreReader,
): Promise<void> {
  const callback = findCallback(dag, attempt.taskId, call);
  if (!callback) return;
  const { buildContext } = await import("../build-context.ts");
  const { callSafely } = await import("../executors/attempt.ts");
  const log = openLog({ file: attempt.logFile, mask: makeMask(store) });
  const { place, plan } = dag.task(attempt.taskId);
  const work = (signal: AbortSignal) => {
    const nothing = { pushed: {}, triggered: [], extras: {} };
    return callback(buildContext({ dag, order: attempt, store, signal, log: log.write, ...nothing }));
  };
  const limit = plan.executionTimeout ?? usualLimit;
  const inTime = () => withinTime(work, { limit, place, log: log.write });
  await withConsole(log.write, () => callSafely(inTime, log.write));
  log.close();
}

/** A callback that exceeds its time is not waited for any longer. */
async function withinTime(
  work: (signal: AbortSignal) => unknown,
  {
    limit,
    place,
    log,
  }: { readonly limit: number; readonly place: string; readonly log: AttemptLog["write"] },
): Promise<void> {
  const controller = new AbortController();
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const fail = (error: Error) => {
    reject(error);
    controller.abort(error);
  };
  const left = leftBehind({ place, log, fail });
  const tooLong = new TimeoutError(`took longer than ${limit / 1000} s`);
  const timer = setTimeout(fail, Math.min(limit, longestTimer), tooLong);
  const done = async () => {
    await left.watch(async () => await work(controller.signal));
    await left.settle();
  };
  try {
    await Promise.race([done(), failed]);
  } finally {
    clearTimeout(timer);
    left.end();
  }
}
