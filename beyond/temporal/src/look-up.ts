// What an attempt may look up, gathered before it begins: the engine asks its store at any moment, but here the answers lie
// in workflows, which must be asked in advance.

import type { Client } from "@temporalio/client";
import {
  ExternalTaskSensor,
  TriggerDagOperator,
  type AttemptFacts,
  type DAG,
  type StoredRun,
} from "@daglings/engine";
import type { SentOrder } from "./sent-order.ts";
import { runState, runWorkflowId, scheduleRuns } from "./messages.ts";

export async function lookUp(
  client: Client,
  dags: ReadonlyMap<string, DAG>,
  { dagId, runId, taskId, run, xcoms }: SentOrder,
): Promise<AttemptFacts> {
  const asked = dags.get(dagId)?.task(taskId);
  const own = (await runsOf(client, dagId)).filter(({ logicalDate }) => logicalDate < run.logicalDate);
  const others: Record<string, readonly StoredRun[]> = {};
  if (asked instanceof ExternalTaskSensor || asked instanceof TriggerDagOperator) {
    for (const each of dags.keys()) others[each] = await runsOf(client, each);
  }
  if (asked instanceof ExternalTaskSensor) {
    for (const each of dags.keys()) others[each] = await withTasks(client, others[each] ?? []);
  }
  return {
    dagIds: [...dags.keys()],
    runs: { ...others, [dagId]: own },
    xcoms: { [dagId]: { [runId]: xcoms } },
    settings: [],
    assetEvents: [],
  };
}

async function runsOf(client: Client, dagId: string): Promise<StoredRun[]> {
  const runs = await client.workflow.getHandle(dagId).query(scheduleRuns);
  return runs.map((run) => ({ ...run, tasks: {} }));
}

async function withTasks(client: Client, runs: readonly StoredRun[]): Promise<StoredRun[]> {
  return await Promise.all(
    runs.map(async (run) => {
      const { tasks } = await client.workflow.getHandle(runWorkflowId(run.dagId, run.runId)).query(runState);
      return { ...run, tasks };
    }),
  );
}
