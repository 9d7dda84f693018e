// A run (a DAG for one interval) as plain data. With its plan this is all that `step` knows, so it can be stored as
// JSON, and another process can go on with it.

import type { Pages } from "./pages.ts";
import type { Plan, PlannedTask } from "./plan.ts";
import type { RunState, TaskState } from "./states.ts";
import { newInstance, type TaskInstance } from "./task-instance.ts";
import { findTask, taskTable, type TaskTable } from "./task-table.ts";
import { countUpstream, type UpstreamCounts } from "./upstream.ts";

/** Airflow's names: a run started by assets is named after datasets in Airflow 2, and after assets in Airflow 3. */
export const runTypes = ["scheduled", "manual", "backfill", "dataset_triggered", "asset_triggered"] as const;

export type RunType = (typeof runTypes)[number];

export const assetRunTypes = ["dataset_triggered", "asset_triggered"] as const satisfies readonly RunType[];

/** What distinguishes a new run from the DAG's other runs. */
export interface RunIdentity {
  readonly runId: string;
  readonly runType: RunType;
  readonly logicalDate: number;
  /**
   * In Airflow 3 a run by hand, or for assets, has no logical date: the time at which it was asked for takes its place
   * when runs are put in order.
   */
  readonly undated: boolean;
  readonly dataIntervalStart: number;
  readonly dataIntervalEnd: number;
  readonly conf: Readonly<Record<string, unknown>>; // what the person who triggered it tells the run
  readonly ignoresPast: boolean; // the first run of a backfill ignores the run before it
  /** The numbers of the asset events that the run is for. */
  readonly assetEvents: readonly number[];
}

export interface Run extends RunIdentity {
  readonly plan: Plan;
  readonly state: RunState;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly heldByPast: readonly string[]; // tasks that must still wait for the previous run
  readonly tasks: TaskTable;
  /** For each task, in the order of `tasks`, the counts of its upstream tasks. They can be derived from `tasks`. */
  readonly upstream: Pages<UpstreamCounts>;
}

/**
 * Tasks whose dates exclude the logical date are left out. So a DAG triggered by hand after its end date has a run
 * without tasks, which succeeds and does nothing. A backfill has all tasks, but see `mayStart` in settle.ts.
 */
export function createRun(plan: Plan, identity: RunIdentity, createdAt: number): Run {
  const included = plan.tasks.filter(
    (task) => identity.runType === "backfill" || identity.undated || isInDates(task, identity.logicalDate),
  );
  const tasks = taskTable(included.map((task) => [task.taskId, newInstance(0, task.retries)]));
  const unstarted = { state: "queued", startedAt: null, finishedAt: null, heldByPast: [] } as const;
  return { plan, ...identity, ...unstarted, createdAt, tasks, upstream: countUpstream(plan, tasks) };
}

/** What a store keeps of a run, besides its tasks. */
export function recordOf({ plan, heldByPast: _held, tasks: _tasks, upstream: _upstream, ...own }: Run) {
  return { ...own, dagId: plan.dagId, planHash: plan.hash };
}

/** Builds a run from what a store has kept of it. */
export function restoreRun(
  plan: Plan,
  stored: ReturnType<typeof recordOf> & { readonly tasks: Readonly<Record<string, TaskInstance>> },
): Run {
  const { dagId: _id, planHash: _hash, tasks: instances, ...own } = stored;
  const tasks = taskTable(inPlanOrder(plan, instances));
  return { ...own, plan, heldByPast: [], tasks, upstream: countUpstream(plan, tasks) };
}

/** Tasks that the plan no longer has come last. */
export function inPlanOrder(
  plan: Plan,
  instances: Readonly<Record<string, TaskInstance>>,
): [string, TaskInstance][] {
  const gone = new Map(Object.entries(instances));
  const planned = plan.tasks.flatMap(({ taskId }): [string, TaskInstance][] => {
    const instance = gone.get(taskId);
    gone.delete(taskId);
    return instance ? [[taskId, instance]] : [];
  });
  return [...planned, ...gone];
}

function isInDates(task: PlannedTask, logicalDate: number): boolean {
  return (task.startDate ?? -Infinity) <= logicalDate && logicalDate <= (task.endDate ?? Infinity);
}

export function runTimeoutAt(run: Run): number {
  return (run.startedAt ?? Infinity) + (run.plan.dagRunTimeout ?? Infinity);
}

/** A task that the run does not have waits for ever, and so does everything downstream of it. */
export function stateOf(run: Run, taskId: string): TaskState {
  return findTask(run.tasks, taskId)?.state ?? "none";
}

export function instanceOf(run: Run, taskId: string): TaskInstance {
  const instance = findTask(run.tasks, taskId);
  if (!instance) throw new Error(`run "${run.runId}" of "${run.plan.dagId}" has no task "${taskId}"`);
  return instance;
}
