// The book of assets, seen from outside: it is opened when a DAG has to do with assets, and told what happens to them where
// no task has a part in it.

import type { Client } from "@temporalio/client";
import type { AssetEvent, DAG } from "@daglings/engine";
import { dagPlanOf } from "./dag-plan.ts";
import { assetBookId, awaitAssets, tellAssets } from "./messages.ts";
import type { assetBook } from "./workflows.ts";

/** These DAGs, which must have their schedules, are told from now on. */
export async function openAssetBook(client: Client, dags: readonly DAG[], taskQueue: string): Promise<void> {
  const plans = dags.map(dagPlanOf).flatMap(({ plan, assets }) => (assets ? { ...plan, ...assets } : []));
  if (plans.length === 0) return;
  const book = await client.workflow.start<typeof assetBook>("assetBook", {
    workflowId: assetBookId(taskQueue),
    taskQueue,
    workflowIdConflictPolicy: "USE_EXISTING",
    args: [{ lastId: 0, events: [], awaiting: {} }],
  });
  for (const { dagId, awaited } of plans) await book.executeUpdate(awaitAssets, { args: [dagId, awaited] });
}

export const nobody = { dagId: null, runId: null, taskId: null, tryNumber: null };

/** Something has happened outside. */
export async function reportAssets(
  client: Client,
  seen: readonly Pick<AssetEvent, "asset" | "extra" | "key" | "at">[],
  taskQueue: string,
): Promise<void> {
  const updates = seen.map(({ at, ...update }) => ({
    ...update,
    ...nobody,
    at,
    span: { start: at, end: at },
  }));
  await client.workflow.getHandle(assetBookId(taskQueue)).executeUpdate(tellAssets, { args: [updates] });
}
