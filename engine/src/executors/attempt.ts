// Carries out one attempt of a task, wherever it runs: builds its context, renders its templates, executes it, and says
// how it ended.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { stopwatch } from "../clocks/stopwatch.ts";
import { buildContext, type TaskContext } from "../context.ts";
import type { Outcome } from "../core/events.ts";
import type { DAG } from "../dag.ts";
import {
  asError,
  displayPath,
  EnvironmentError,
  inPlace,
  NonRetryableError,
  SkipError,
  TimeoutError,
  UsageError,
} from "../errors.ts";
import { Ending, type Operator } from "../operators/operator.ts";
import type { AttemptOrder, AttemptReport, Store, TriggerRequest } from "../ports.ts";
import { makeMask } from "../settings.ts";
import { renderTemplate } from "../template/environment.ts";
import { templateVariables } from "../template/variables.ts";
import { StoppedError } from "./under-way.ts";

export interface AttemptWork {
  readonly dag: DAG;
  readonly order: AttemptOrder;
  readonly store: Store;
  /** Aborted when the attempt is to be stopped. */
  readonly stop: AbortSignal;
  readonly log: (line: string) => void;
}

export async function runAttempt({ dag, order, store, stop, log }: AttemptWork): Promise<AttemptReport> {
  const began = stopwatch();
  const mask = makeMask(store);
  const pushed: Record<string, unknown> = {};
  const triggered: TriggerRequest[] = [];
  const maskedLog = (line: string) => log(mask(line));
  let outcome: Outcome;
  try {
    const task = dag.task(order.taskId);
    outcome = await withinTime(task, stop, async (signal) => {
      const context = buildContext({ dag, order, store, signal, log: maskedLog, pushed, triggered });
      return await execute(task, context, store, pushed);
    });
  } catch (thrown) {
    outcome = outcomeOf(asError(thrown), dag, maskedLog, mask);
  }
  const { dagId, runId, taskId, tryNumber } = order;
  const duration = stopwatch() - began;
  const key = { dagId, runId, taskId, tryNumber };
  return { type: "attempt finished", ...key, outcome, duration, xcoms: pushed, triggers: triggered };
}

async function execute(
  task: Operator,
  context: TaskContext,
  store: Store,
  pushed: Record<string, unknown>,
): Promise<Outcome> {
  const variables = templateVariables(context, store, () => context.now().epochMilliseconds);
  const fields = inPlace(task.place, () => renderTemplate(withFiles(task), variables));
  await callSafely(() => task.callbacks.onExecute?.(context), context.log);
  const returned: unknown = await task.execute(fields, context);
  const { outcome, result } =
    returned instanceof Ending ? returned : new Ending({ type: "success" }, returned);
  if (task.doXComPush && result !== undefined && result !== null) pushed["return_value"] = result;
  for (const [key, value] of Object.entries(pushed)) checkJson(task, key, value);
  return outcome;
}

/** A callback has no say in what becomes of its task: what it throws is only written down. */
export async function callSafely(callback: () => unknown, log: (line: string) => void): Promise<void> {
  try {
    await callback();
  } catch (thrown) {
    log(`A callback failed: ${asError(thrown).message}`);
  }
}

/** A field that ends like a template file is replaced by what the file holds, as Airflow does. */
function withFiles({ fields, templateExtensions, dag, place }: Operator): object {
  const load = (value: unknown) => {
    if (typeof value !== "string" || !templateExtensions.some((extension) => value.endsWith(extension)))
      return value;
    try {
      return readFileSync(join(dirname(dag.file ?? ""), value), "utf8");
    } catch (cause) {
      const hint = `it ends like a template file; to have it taken as it is, end it with a space`;
      throw new UsageError(`${place}: template file "${value}" is not beside the DAG's file; ${hint}`, {
        cause,
      });
    }
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, load(value)]));
}

function checkJson(task: Operator, key: string, value: unknown): void {
  try {
    JSON.stringify(value);
  } catch (cause) {
    const advice = "return a part of it, or nothing, or set doXComPush: false";
    throw new UsageError(`${task.place}: its XCom "${key}" cannot be written as JSON; ${advice}`, { cause });
  }
}

/**
 * Runs `work` until it ends, its time is up, or it is stopped. A task that can be stopped is waited for; a callable
 * that does not heed its signal cannot be: it goes on unheard.
 */
async function withinTime(
  task: Operator,
  stop: AbortSignal,
  work: (signal: AbortSignal) => Promise<Outcome>,
): Promise<Outcome> {
  const limit = task.plan.executionTimeout;
  const timeout = new AbortController();
  const ring = () =>
    timeout.abort(new TimeoutError(`took longer than its executionTimeout of ${(limit ?? 0) / 1000} s`));
  const timer = limit === null ? undefined : setTimeout(ring, limit);
  const signal = AbortSignal.any([stop, timeout.signal]);
  const aborted = new Promise<never>((_, reject) => {
    if (!task.heedsSignal)
      signal.addEventListener("abort", () => reject(asError(signal.reason)), { once: true });
  });
  try {
    return await Promise.race([work(signal), aborted]);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

function outcomeOf(
  error: Error,
  dag: DAG,
  log: (line: string) => void,
  mask: (text: string) => string,
): Outcome {
  if (error instanceof SkipError) {
    log(`Skipped: ${error.message}`);
    return { type: "skipped" };
  }
  const isOurs = [UsageError, EnvironmentError, TimeoutError, StoppedError].some(
    (kind) => error instanceof kind,
  );
  const line = isOurs ? undefined : lineIn(dag.file, error);
  const message = line === undefined ? error.message : `${error.message} (${line})`;
  log(isOurs ? `Failed: ${message}` : `Failed: ${message}\n${error.stack ?? ""}`);
  return { type: "failed", mayRetry: !(error instanceof NonRetryableError), error: mask(message) };
}

/** Where in the DAG's own file an error comes from: `work/08_templated_path/dag.ts:21`. */
function lineIn(file: string | null, error: Error): string | undefined {
  if (file === null) return undefined;
  const names = [pathToFileURL(file).href, file];
  for (const line of error.stack?.split("\n") ?? []) {
    const name = names.find((each) => line.includes(`${each}:`) || line.includes(`${each}?`));
    const number = name && /^(?:\?[^:]*)?:(\d+)/.exec(line.slice(line.indexOf(name) + name.length))?.[1];
    if (number) return `${displayPath(file)}:${number}`;
  }
  return undefined;
}
