// For `dependsOnPast`: what has become of the tasks of earlier runs, and which tasks must wait for them.

import {
  createRun,
  heldByPast,
  pastTypes,
  taskTable,
  type Plan,
  type RunIdentity,
  type TaskInstance,
} from "@daglings/engine/core";
import type { RunRecord } from "@daglings/engine";
import { selectRuns } from "@daglings/engine/select-runs";

type Tasks = Readonly<Record<string, TaskInstance>>;

export function pastsOf(runs: ReadonlyMap<string, RunRecord>, carried: Readonly<Record<string, Tasks>>) {
  const tasksOf = new Map(Object.entries(carried));
  const held = new Map<string, string>();

  const heldBy = (plan: Plan, identity: RunIdentity): string[] => {
    if (!plan.tasks.some((task) => task.dependsOnPast)) return [];
    const [previous] = selectRuns([...runs.values()], {
      dagId: plan.dagId,
      types: pastTypes(plan),
      before: identity.logicalDate,
      newestFirst: true,
      limit: 1,
    });
    if (!previous) return [];
    const known = tasksOf.get(previous.runId);
    const { tasks } = known ? { tasks: taskTable(Object.entries(known)) } : createRun(plan, previous, 0);
    return heldByPast(createRun(plan, identity, 0), { logicalDate: previous.logicalDate, tasks });
  };

  return {
    /** What a run must wait for when it begins. */
    heldBy(plan: Plan, identity: RunIdentity): string[] {
      const tasks = heldBy(plan, identity);
      held.set(identity.runId, tasks.join());
      return tasks;
    },

    /** The same as of now, if it differs from what the run has been told; otherwise undefined. */
    changedFor(plan: Plan, identity: RunIdentity): string[] | undefined {
      const tasks = heldBy(plan, identity);
      if ((held.get(identity.runId) ?? "") === tasks.join()) return undefined;
      held.set(identity.runId, tasks.join());
      return tasks;
    },

    note(runId: string, tasks: Tasks | null): void {
      if (tasks) tasksOf.set(runId, tasks);
    },

    forget: (runId: string) => void tasksOf.delete(runId),

    tasks: (): Record<string, Tasks> => Object.fromEntries(tasksOf),
  };
}
