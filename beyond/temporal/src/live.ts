// DAGs on a server by the wall clock: their schedules are workflows that outlive every worker, and answer all queries.

import type { Client } from "@temporalio/client";
import {
  UsageError,
  type BackfillOptions,
  type DAG,
  type RunRecord,
  type TriggerOptions,
} from "@daglings/engine";
import { asking } from "./asking.ts";
import { openAssetBook } from "./assets.ts";
import { actOnRun, type HandOptions } from "./by-hand.ts";
import { dagPlanOf } from "./dag-plan.ts";
import {
  adopt,
  makeRuns,
  runState,
  runWorkflowId,
  scheduleRuns,
  type RunRequest,
  type RunState,
} from "./messages.ts";
import { taskQueue } from "./task-queue.ts";
import type { dagSchedule } from "./workflows.ts";

/** If the server already knows the DAG, its next runs follow the new version. */
export async function enrol(client: Client, dags: readonly DAG[], queue = taskQueue): Promise<void> {
  for (const dag of dags) {
    const plan = dagPlanOf(dag);
    const schedule = await client.workflow.start<typeof dagSchedule>("dagSchedule", {
      workflowId: dag.dagId,
      taskQueue: queue,
      workflowIdConflictPolicy: "USE_EXISTING",
      args: [{ dag: plan, time: { kind: "real" } }],
    });
    await schedule.executeUpdate(adopt, { args: [plan] });
  }
  await openAssetBook(client, dags, queue);
}

/** The oldest first. */
export async function listRuns(client: Client, dagId: string): Promise<RunRecord[]> {
  const handle = client.workflow.getHandle(dagId);
  const { runs } = await asking(client, { dagId }, () => handle.query(scheduleRuns, 0));
  return runs.toSorted((a, b) => a.logicalDate - b.logicalDate);
}

export async function stateOf(client: Client, dagId: string, runId: string): Promise<RunState> {
  const handle = client.workflow.getHandle(runWorkflowId(dagId, runId));
  return await asking(client, { dagId }, () => handle.query(runState));
}

export async function trigger(client: Client, options: TriggerOptions): Promise<string> {
  const [runId] = await make(client, options.dagId, { type: "trigger", options });
  if (runId !== undefined) return runId;
  throw new UsageError(
    `DAG "${options.dagId}" has a run of that date or id already; clear it, or name another`,
  );
}

/** The ids of those that did not exist yet. */
export async function backfill(client: Client, options: BackfillOptions): Promise<readonly string[]> {
  return await make(client, options.dagId, { type: "backfill", options });
}

async function make(client: Client, dagId: string, request: RunRequest): Promise<readonly string[]> {
  const handle = client.workflow.getHandle(dagId);
  return await asking(client, { dagId }, () => handle.executeUpdate(makeRuns, { args: [request] }));
}

export async function actByHand(client: Client, options: HandOptions): Promise<void> {
  await asking(client, options, () => actOnRun(client, options));
}
