// For `dependsOnPast`: which tasks must still wait for the previous run.

import { heldByPast, pastTypes } from "../core/past.ts";
import type { Run } from "../core/run.ts";
import { taskTable } from "../core/task-table.ts";
import type { DAG } from "../dag.ts";
import type { Store } from "../ports.ts";
import { runKey, type Ledger } from "./ledger.ts";

export function dependsOnPast(dag: DAG): boolean {
  return dag.plan.tasks.some((task) => task.dependsOnPast);
}

/** The store must be up to date. */
export function heldBy(run: Run, ledger: Ledger, store: Store): string[] {
  const { dagId } = run.plan;
  const types = pastTypes(run.plan);
  const before = run.logicalDate;
  const [previous] = store.listRuns({ dagId, types, before, newestFirst: true, limit: 1 });
  if (!previous) return heldByPast(run, null);
  const inMemory = ledger.active.get(runKey(dagId, previous.runId))?.run;
  if (inMemory) return heldByPast(run, inMemory);
  const instances = Object.entries(store.findRun(previous)?.tasks ?? {});
  return heldByPast(run, { logicalDate: previous.logicalDate, tasks: taskTable(instances) });
}
