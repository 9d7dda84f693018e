// Tasks that wait for a person: which ones there are, and whether one of them waits for a given decision.

import { UsageError } from "@daglings/words";
import { findPlanned } from "../core/plan.ts";
import type { Run } from "../core/run.ts";
import { findTask, taskEntries } from "../core/task-table.ts";
import { approvalKeys } from "../decision.ts";
import type { Store } from "../ports.ts";
import type { ActiveRun } from "./ledger.ts";

export interface Awaited {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  /** What the person is asked. */
  readonly subject: string;
  readonly since: number;
}

export interface DecideOptions {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  readonly approved: boolean;
  /** Who has decided. */
  readonly by: string;
  readonly note?: string | undefined;
}

/** By DAG and run, in the order in which the runs began. */
export function awaitedIn(active: Iterable<Pick<ActiveRun, "dag" | "run">>, store: Store): Awaited[] {
  return [...active].flatMap(({ dag: { dagId }, run }) => {
    const { runId } = run;
    const waiting = taskEntries(run.tasks).filter(([taskId]) => waits(run, taskId));
    return waiting.map(([taskId, { firstPokeAt }]) => {
      const asked = store.findXCom({ dagId, runId, taskId, key: approvalKeys.subject });
      const subject = typeof asked?.value === "string" ? asked.value : "";
      return { dagId, runId, taskId, subject, since: firstPokeAt ?? 0 };
    });
  });
}

/** Nor can anything be decided during its first look: that look would not see it, and no other would follow. */
export function checkWaits({ dag, run }: ActiveRun, taskId: string): void {
  const { place, plan } = dag.task(taskId);
  if (!plan.sensor?.isDecided) {
    throw new UsageError(`${place} waits for nobody's approval; only an ApprovalSensor does`);
  }
  if (waits(run, taskId)) return;
  const { state = "none" } = findTask(run.tasks, taskId) ?? {};
  throw new UsageError(
    `${place} does not wait for approval in run "${run.runId}": it is ${state}; pnpm dags approvals lists what does`,
  );
}

function waits(run: Run, taskId: string): boolean {
  const isAsked = findPlanned(run.plan, taskId)?.sensor?.isDecided ?? false;
  return isAsked && findTask(run.tasks, taskId)?.state === "up_for_reschedule";
}
