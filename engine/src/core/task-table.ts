// The tasks of a run, in plan order. It says the same as a `Record<string, TaskInstance>`, but a step that changes one
// task of ten thousand does not copy the others. It is plain data, never changed in place.

import { inPages, itemAt, withItem, type Pages } from "./pages.ts";
import { taskStates, type TaskState } from "./states.ts";
import type { TaskInstance } from "./task-instance.ts";

export interface TaskTable {
  readonly ids: readonly string[];
  readonly instances: Pages<TaskInstance>; // in the order of `ids`
  readonly counts: StateCounts;
}

/** How many tasks are in each state. */
type StateCounts = Readonly<Record<TaskState, number>>;

export function taskTable(tasks: readonly (readonly [string, TaskInstance])[]): TaskTable {
  const counts = Object.fromEntries(taskStates.map((state) => [state, 0])) as Record<TaskState, number>;
  for (const [, { state }] of tasks) counts[state]++;
  return { ids: tasks.map(([id]) => id), instances: inPages(tasks.map(([, instance]) => instance)), counts };
}

export function findTask(table: TaskTable, taskId: string): TaskInstance | undefined {
  const position = positionOf(table, taskId);
  return position === undefined ? undefined : itemAt(table.instances, position);
}

/** The table with a new instance of a task that it has. */
export function withTask(table: TaskTable, taskId: string, instance: TaskInstance): TaskTable {
  const position = positionOf(table, taskId);
  const before = position === undefined ? undefined : itemAt(table.instances, position);
  if (position === undefined || !before) throw new Error(`there is no task "${taskId}"`);
  const instances = withItem(table.instances, position, instance);
  return { ...table, instances, counts: moved(table.counts, before.state, instance.state) };
}

function moved(counts: StateCounts, from: TaskState, to: TaskState): StateCounts {
  return from === to ? counts : { ...counts, [from]: counts[from] - 1, [to]: counts[to] + 1 };
}

export function taskEntries({ ids, instances }: TaskTable): [string, TaskInstance][] {
  /* v8 ignore next -- only the type allows it */
  return instances.flat().map((instance, position) => [ids[position] ?? "", instance]);
}

const positions = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

/** A task's position in the table. All versions of a table share their `ids`. */
export function positionOf({ ids }: TaskTable, taskId: string): number | undefined {
  let known = positions.get(ids);
  if (!known) positions.set(ids, (known = new Map(ids.map((id, position) => [id, position]))));
  return known.get(taskId);
}
