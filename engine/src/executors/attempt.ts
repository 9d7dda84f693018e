// Carries out one attempt of a task, in whatever process: builds its context, renders its templates, executes it, and
// reports how it ended.

import { withPlace } from "@daglings/words";
import { explainMissing, missingFields } from "../airflow3.ts";
import type { AttemptExtras } from "../asset-context.ts";
import { buildContext } from "../build-context.ts";
import { longestTimer, stopwatch } from "../clocks/stopwatch.ts";
import type { StoreReader, TaskContext } from "../context.ts";
import type { Outcome } from "../core/events.ts";
import type { DAG } from "../dag.ts";
import { asError, TimeoutError } from "../errors.ts";
import { Ending, type Operator } from "../operators/operator.ts";
import type { AttemptOrder, AttemptReport, TriggerRequest } from "../ports.ts";
import { renderFields } from "../template/render-fields.ts";
import { asXCom } from "../xcom.ts";
import { withConsole } from "./console.ts";
import { leftBehind } from "./left-behind.ts";
import { outcomeOf } from "./outcome.ts";
import { withFiles } from "./template-files.ts";
import { followTraces, type Trail } from "./trail.ts";
import { unknownUsage } from "./usage.ts";

export interface AttemptWork {
  readonly dag: DAG;
  readonly order: AttemptOrder;
  readonly store: StoreReader;
  /** Aborted when the attempt must stop. */
  readonly stop: AbortSignal;
  /** Hides secrets. */
  readonly mask: (text: string) => string;
  /** Writes into the attempt's log a text that has been masked. */
  readonly log: (line: string) => void;
  /** Called when a callable was told to stop and goes on all the same. */
  readonly onDeaf?: (work: Promise<unknown>) => void;
}

/** What it prints with console goes to its log. */
export async function runAttempt(work: AttemptWork): Promise<AttemptReport> {
  return await withConsole(work.log, () => reportOn(work));
}

async function reportOn(work: AttemptWork): Promise<AttemptReport> {
  const { dag, order, store, log } = work;
  const began = stopwatch();
  // Without a prototype, any text can be a key.
  const pushed = Object.create(null) as Record<string, unknown>;
  const triggered: TriggerRequest[] = [];
  const extras: AttemptExtras = {};
  const trail = followTraces(order.files, work.mask);
  let outcome: Outcome;
  try {
    const task = dag.task(order.taskId);
    const ending = await withinTime(task, work, async (signal) => {
      const context = buildContext({ dag, order, store, signal, log, pushed, triggered, extras });
      return await execute(task, context, missingFields(dag.settings.airflow, order.run), trail);
    });
    const { result } = ending;
    if (task.doXComPush && result !== undefined && result !== null) {
      pushed["return_value"] = asXCom(task, "return_value", result);
    }
    outcome = ending.outcome;
  } catch (thrown) {
    outcome = outcomeOf(thrown, work);
  }
  const { dagId, runId, taskId, tryNumber } = order;
  const duration = stopwatch() - began;
  const key = { dagId, runId, taskId, tryNumber };
  // Copies: code that is not waited for may still push something, which comes too late.
  const asked = {
    xcoms: { ...pushed },
    triggers: [...triggered],
    extras: outcome.type === "success" ? extras : {},
    traces: trail.end(),
  };
  return { type: "attempt finished", ...key, outcome, duration, usage: unknownUsage, ...asked };
}

async function execute(
  task: Operator,
  context: TaskContext,
  missing: ReadonlyMap<string, string>,
  trail: Trail,
): Promise<Ending> {
  const render = async <T extends object>(templates: T) =>
    await renderFields(templates, context).catch((error: unknown) =>
      withPlace(task.place, () => {
        throw explainMissing(error, missing);
      }),
    );
  const fields = await render(withPlace(task.place, () => withFiles(task)));
  trail.begin(task, fields, task.declared && (await render(task.declared)));
  await callSafely(() => task.callbacks.onExecute?.(context), context.log);
  const returned: unknown = await task.execute(fields, context);
  return returned instanceof Ending ? returned : new Ending({ type: "success" }, returned);
}

/** An error in a callback is logged; it never changes the task's state. */
export async function callSafely(callback: () => unknown, log: (line: string) => void): Promise<void> {
  try {
    await callback();
  } catch (thrown) {
    log(`A callback failed: ${asError(thrown).message}`);
  }
}

/**
 * Executes a task until it ends, its time is up, it is stopped, or a promise that it does not await fails. A task that
 * can be stopped is waited for; a callable that ignores its signal keeps running, and its result is ignored.
 */
async function withinTime(
  task: Operator,
  { stop, log, onDeaf }: AttemptWork,
  execution: (signal: AbortSignal) => Promise<Ending>,
): Promise<Ending> {
  stop.throwIfAborted();
  const controller = new AbortController();
  const { signal } = controller;
  const { promise: aborted, reject: giveUp } = Promise.withResolvers<never>();
  const abort = (reason: unknown) => {
    if (!task.heedsSignal) giveUp(asError(reason));
    // Listeners run as a part of the attempt, and print into its log.
    withConsole(log, () => left.watch(() => controller.abort(reason)));
  };
  const onStop = () => abort(stop.reason);
  stop.addEventListener("abort", onStop);
  const limit = task.plan.executionTimeout;
  const ring = () =>
    abort(new TimeoutError(`took longer than its executionTimeout of ${(limit ?? 0) / 1000} s`));
  const timer = limit === null || limit > longestTimer ? undefined : setTimeout(ring, limit);
  const left = leftBehind({ place: task.place, log, fail: abort });
  const running = left.watch(() => execution(signal));
  try {
    const ending = await Promise.race([running.then((each) => left.settle().then(() => each)), aborted]);
    signal.throwIfAborted(); // a task that was told to stop may still end well, yet it did not do its work
    return ending;
  } catch (error) {
    if (signal.aborted) onDeaf?.(running);
    throw signal.aborted ? signal.reason : error;
  } finally {
    left.end();
    clearTimeout(timer);
    stop.removeEventListener("abort", onStop);
  }
}
