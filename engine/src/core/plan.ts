// A DAG as plain data: what the scheduler needs to decide, without the code that tasks run. Durations are milliseconds;
// instants are milliseconds since the Unix epoch.

import type { PokePolicy } from "./poke.ts";
import type { RetryPolicy } from "./retry.ts";
import { sha1 } from "./sha1.ts";
import type { TriggerRule } from "./trigger-rule.ts";

export interface DagPlan {
  readonly dagId: string;
  readonly catchup: boolean;
  readonly startDate: number | null;
  readonly endDate: number | null;
  readonly maxActiveRuns: number;
  readonly maxActiveTasks: number;
  readonly dagRunTimeout: number | null;
}

export interface TaskPlan extends RetryPolicy {
  readonly taskId: string;
  readonly operator: string; // its class, for people to read
  readonly upstream: readonly string[];
  readonly triggerRule: TriggerRule;
  readonly executionTimeout: number | null;
  readonly dependsOnPast: boolean;
  readonly startDate: number | null; // runs with an earlier logical date do not have this task
  readonly endDate: number | null; // nor do runs with a later one
  readonly runsNothing: boolean; // succeeds as soon as its trigger rule says run
  readonly sensor: PokePolicy | null;
}

export interface PlannedTask extends TaskPlan {
  readonly downstream: readonly string[];
}

export interface Plan extends DagPlan {
  readonly hash: string;
  /** In plan order: each task after all its upstream tasks, otherwise as the file defines them. */
  readonly tasks: readonly PlannedTask[];
}

export function compilePlan(dag: DagPlan, tasks: readonly TaskPlan[]): Plan {
  const cycle = findCycle(tasks);
  if (cycle) throw new Error(`DAG "${dag.dagId}" has a cycle: ${cycle.join(" → ")}`);
  const ordered = inOrder(tasks);
  const downstream = downstreamIn(ordered);
  /* v8 ignore next -- only the type allows it */
  const ids = (task: TaskPlan) => (downstream.get(task.taskId) ?? []).map((other) => other.taskId);
  const planned = ordered.map((task) => ({ ...task, downstream: ids(task) }));
  const hash = sha1(JSON.stringify([dag, planned]));
  return { ...dag, hash, tasks: planned };
}

type Node = Pick<TaskPlan, "taskId" | "upstream">;

function downstreamIn<T extends Node>(tasks: readonly T[]): Map<string, T[]> {
  const downstream = new Map<string, T[]>(tasks.map((task) => [task.taskId, []]));
  for (const task of tasks) for (const id of new Set(task.upstream)) downstream.get(id)?.push(task);
  return downstream;
}

/** Level by level: first the tasks without upstream, then those whose upstream is placed. A cycle is left out. */
function inOrder<T extends Node>(tasks: readonly T[]): T[] {
  const downstream = downstreamIn(tasks);
  const asWritten = new Map(tasks.map((task, index) => [task, index]));
  const missing = new Map(tasks.map((task) => [task, new Set(task.upstream).size]));
  const ordered: T[] = [];
  let level = tasks.filter((task) => task.upstream.length === 0);
  while (level.length > 0) {
    ordered.push(...level);
    const next: T[] = [];
    /* v8 ignore next -- only the type allows it */
    for (const child of level.flatMap((task) => downstream.get(task.taskId) ?? [])) {
      /* v8 ignore next -- only the type allows it */
      const left = (missing.get(child) ?? 0) - 1;
      missing.set(child, left);
      if (left === 0) next.push(child);
    }
    /* v8 ignore next -- only the type allows it */
    level = next.toSorted((a, b) => (asWritten.get(a) ?? 0) - (asWritten.get(b) ?? 0));
  }
  return ordered;
}

/** The tasks of one cycle in the order in which they would run, the first once more at the end; null if there is none. */
export function findCycle(tasks: readonly Node[]): string[] | null {
  const ordered = new Set(inOrder(tasks));
  const rest = tasks.filter((task) => !ordered.has(task));
  const byId = new Map(rest.map((task) => [task.taskId, task]));
  // Every remaining task has an upstream task that remains too: going up from any of them, one is met twice.
  const path = new Set<string>();
  let task = rest[0];
  while (task) {
    const { taskId, upstream } = task;
    if (path.has(taskId)) {
      const above = [...path];
      return [...above.slice(above.indexOf(taskId)), taskId].toReversed();
    }
    path.add(taskId);
    task = upstream.map((id) => byId.get(id)).find((other) => other !== undefined);
  }
  return null;
}

/** Everything downstream of these tasks, near and far. */
export function descendants(plan: Plan, taskIds: readonly string[]): Set<string> {
  const found = new Set<string>();
  const open = [...taskIds];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const children = plannedTask(plan, id).downstream.filter((child) => !found.has(child));
    for (const child of children) found.add(child);
    open.push(...children);
  }
  return found;
}

const indexes = new WeakMap<Plan, ReadonlyMap<string, PlannedTask>>();

export function findPlanned(plan: Plan, taskId: string): PlannedTask | undefined {
  let index = indexes.get(plan);
  if (!index) indexes.set(plan, (index = new Map(plan.tasks.map((task) => [task.taskId, task]))));
  return index.get(taskId);
}

export function plannedTask(plan: Plan, taskId: string): PlannedTask {
  const task = findPlanned(plan, taskId);
  if (!task) throw new Error(`DAG "${plan.dagId}" has no task "${taskId}"`);
  return task;
}

/** A task that has left the plan has none. */
export function downstreamOf(plan: Plan, taskId: string): readonly string[] {
  /* v8 ignore next -- only the type allows it */
  return findPlanned(plan, taskId)?.downstream ?? [];
}
