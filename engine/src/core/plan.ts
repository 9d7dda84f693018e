// A DAG as plain data: what the scheduler needs to decide, and none of the code that tasks run. Durations are
// milliseconds, instants are counted in them from the Unix epoch.

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
  /** In plan order: each task after all its upstream tasks, else as the file defines them. */
  readonly tasks: readonly PlannedTask[];
}

export function compilePlan(dag: DagPlan, tasks: readonly TaskPlan[]): Plan {
  const cycle = findCycle(tasks);
  if (cycle) throw new Error(`DAG "${dag.dagId}" has a cycle: ${cycle.join(" → ")}`);
  const ordered = inOrder(tasks);
  const planned = ordered.map((task) => {
    const downstream = ordered.filter((other) => other.upstream.includes(task.taskId));
    return { ...task, downstream: downstream.map((other) => other.taskId) };
  });
  const hash = sha1(JSON.stringify([dag, planned]));
  return { ...dag, hash, tasks: planned };
}

type Node = Pick<TaskPlan, "taskId" | "upstream">;

/** Level by level: first the tasks without upstream, then those whose upstream is placed. A cycle is left out. */
function inOrder<T extends Node>(tasks: readonly T[]): T[] {
  const placed = new Set<string>();
  const ordered: T[] = [];
  for (let waiting = tasks; ; waiting = waiting.filter((task) => !placed.has(task.taskId))) {
    const level = waiting.filter((task) => task.upstream.every((id) => placed.has(id)));
    if (level.length === 0) return ordered;
    for (const task of level) placed.add(task.taskId);
    ordered.push(...level);
  }
}

/** The tasks of one cycle in the order in which they would run, the first once more at the end; or null. */
export function findCycle(tasks: readonly Node[]): string[] | null {
  const ordered = new Set(inOrder(tasks));
  const rest = tasks.filter((task) => !ordered.has(task));
  // Every task of the rest has an upstream task in the rest: going up from any, one is met twice.
  const path: string[] = [];
  let task = rest[0];
  while (task) {
    const { taskId, upstream } = task;
    if (path.includes(taskId)) return [...path.slice(path.indexOf(taskId)), taskId].toReversed();
    path.push(taskId);
    task = rest.find((other) => upstream.includes(other.taskId));
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

const indexes = new WeakMap<Plan, Map<string, PlannedTask>>();

export function plannedTask(plan: Plan, taskId: string): PlannedTask {
  const index = indexes.get(plan) ?? new Map(plan.tasks.map((task) => [task.taskId, task]));
  indexes.set(plan, index);
  const task = index.get(taskId);
  if (!task) throw new Error(`DAG "${plan.dagId}" has no task "${taskId}"`);
  return task;
}
