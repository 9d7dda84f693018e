// For tests: one attempt of a task, with all that came of it; and runs in a store.

import type { Outcome } from "./core/events.ts";
import { createRun, recordOf } from "./core/run.ts";
import type { TaskState } from "./core/states.ts";
import { taskEntries } from "./core/task-table.ts";
import { identity } from "./core/testing.ts";
import { DAG } from "./dag.ts";
import { runAttempt } from "./executors/attempt.ts";
import type { Trace } from "./lineage.ts";
import type { Operator } from "./operators/operator.ts";
import type { AttemptOrder, Commit, Lease, RunRecord, Store, TriggerRequest } from "./ports.ts";
import { makeMask } from "./mask.ts";
import { memoryStore } from "./store/memory.ts";

/** The scheduled run of 2019-01-01, its first try, at 2019-01-02T00:00Z. */
export function orderOf(task: Operator, own: Partial<AttemptOrder> = {}): AttemptOrder {
  const at = identity.dataIntervalEnd;
  return {
    dagId: task.dag.dagId,
    runId: identity.runId,
    taskId: task.taskId,
    tryNumber: 1,
    run: { ...identity, startedAt: at },
    maxTries: 0,
    fencingToken: 1,
    startedAt: at,
    at,
    logFile: null,
    files: null,
    ...own,
  };
}

export interface AttemptOptions {
  readonly store?: Store;
  readonly stop?: AbortSignal;
  /** Hears each line as it is logged. */
  readonly onLine?: (line: string) => void;
  readonly order?: Partial<AttemptOrder>;
}

export interface Attempted {
  readonly outcome: Outcome;
  readonly xcoms: Readonly<Record<string, unknown>>;
  readonly triggers: readonly TriggerRequest[];
  readonly traces: readonly Trace[];
  readonly lines: readonly string[];
}

export async function attempt(
  task: Operator,
  { store = memoryStore(), stop = new AbortController().signal, onLine, order }: AttemptOptions = {},
): Promise<Attempted> {
  const lines: string[] = [];
  const log = (line: string) => {
    lines.push(line);
    onLine?.(line);
  };
  const dag = ownerOf(task);
  const mask = makeMask(store);
  const work = {
    dag,
    order: orderOf(task, order),
    store,
    stop,
    mask,
    log: (line: string) => log(mask(line)),
  };
  const { outcome, xcoms, triggers, traces } = await runAttempt(work);
  return { outcome, xcoms, triggers, traces, lines };
}

/** The message of an attempt that has failed. */
export async function failureOf(task: Operator, options: AttemptOptions = {}): Promise<string> {
  const { outcome } = await attempt(task, options);
  return outcome.type === "failed" ? outcome.error : `it did not fail: ${outcome.type}`;
}

export function ownerOf({ dag }: Operator): DAG {
  if (dag instanceof DAG) return dag;
  throw new TypeError("this task belongs to something other than a DAG");
}

/** For DAGs that need no schedule. */
export const byHand = { dagId: "dag", schedule: null } as const;

/** A lease that belongs to no process. */
export function leaseOf(holder: string): Lease {
  return {
    holder,
    host: "elsewhere",
    pid: 1,
    process: "",
    boot: "",
    renewedAt: 0,
    expiresAt: 0,
    address: null,
  };
}

/** Writes into a store what a scheduler would. */
export function commitTo(store: Store, part: Partial<Commit>): void {
  store.takeLease(leaseOf("test"), () => false);
  store.commit({
    holder: "test",
    dags: [],
    runs: [],
    tasks: [],
    attempts: [],
    xcoms: [],
    traces: [],
    assetEvents: [],
    assetQueues: [],
    events: [],
    ...part,
  });
}

/** Puts a run of `date`, as it is now, into a store, and its tasks in these states. */
export function keepRun(
  store: Store,
  dag: DAG,
  { date, tasks = {}, ...own }: { date: string; tasks?: Record<string, TaskState> } & Partial<RunRecord>,
): RunRecord {
  const logicalDate = Temporal.Instant.from(date).epochMilliseconds;
  const dates = { logicalDate, dataIntervalStart: logicalDate, dataIntervalEnd: logicalDate + 86_400_000 };
  const run = createRun(dag.plan, { ...identity, ...dates, runId: `run of ${date}` }, logicalDate);
  const kept = { ...recordOf(run), ...own };
  const instances = taskEntries(run.tasks).map(([taskId, instance]) => {
    const { dagId, runId } = kept;
    return { ...instance, dagId, runId, taskId, state: tasks[taskId] ?? instance.state };
  });
  commitTo(store, { runs: [kept], tasks: instances });
  return kept;
}
