// DAGs on a server by the wall clock: their schedules are workflows that outlive every worker, and answer all queries.

import { WorkflowNotFoundError, type Client } from "@temporalio/client";
import {
  UsageError,
  type BackfillOptions,
  type DAG,
  type RunRecord,
  type TriggerOptions,
} from "@daglings/engine";
import { suggest } from "@daglings/words";
import { openAssetBook } from "./assets.ts";
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

/** The DAGs that the server knows. */
export async function listDags(client: Client): Promise<string[]> {
  const query = `WorkflowType = "dagSchedule" AND ExecutionStatus = "Running"`;
  const ids: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query })) ids.push(workflowId);
  return ids.toSorted();
}

/** The oldest first. */
export async function listRuns(client: Client, dagId: string): Promise<RunRecord[]> {
  const { runs } = await asked(client, dagId, client.workflow.getHandle(dagId).query(scheduleRuns, 0));
  return runs.toSorted((a, b) => a.logicalDate - b.logicalDate);
}

export async function stateOf(client: Client, dagId: string, runId: string): Promise<RunState> {
  return await client.workflow.getHandle(runWorkflowId(dagId, runId)).query(runState);
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
  return await asked(client, dagId, handle.executeUpdate(makeRuns, { args: [request] }));
}

/** Reports an unknown DAG in our own words. */
async function asked<T>(client: Client, dagId: string, answer: Promise<T>): Promise<T> {
  return await answer.catch(async (error: unknown) => {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    const known = await listDags(client);
    throw new UsageError(`the server knows no DAG "${dagId}"${suggest(dagId, known, "it knows")}`);
  });
}
