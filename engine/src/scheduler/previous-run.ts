// For `dependsOnPast`: which tasks of a run the run before it holds back, as things stand.

import { comesBefore, heldByPast } from "../core/past.ts";
import type { Run } from "../core/run.ts";
import type { DAG } from "../dag.ts";
import type { Store } from "../ports.ts";
import { runKey, type Ledger } from "./ledger.ts";

export function dependsOnPast(dag: DAG): boolean {
  return dag.plan.tasks.some((task) => task.dependsOnPast);
}

/** The store must be up to date. */
export function heldBy(run: Run, ledger: Ledger, store: Store): string[] {
  const { dagId } = run.plan;
  for (const earlier of store.listRuns({ dagId, before: run.logicalDate, newestFirst: true })) {
    if (!comesBefore(earlier, run)) continue;
    const inMemory = ledger.active.get(runKey(dagId, earlier.runId))?.run;
    return heldByPast(run, inMemory ?? store.findRun({ dagId, runId: earlier.runId }));
  }
  return heldByPast(run, null);
}
