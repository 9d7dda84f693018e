// What an attempt may look up, gathered before it begins: the engine can ask its store at any moment, but here workflows
// have the answers, and must be asked in advance. They are asked for single runs, because a DAG may have had thousands.

import { WorkflowNotFoundError, type Client } from "@temporalio/client";
import {
  contextElsewhere,
  ExternalTaskSensor,
  TriggerDagOperator,
  triggeredRunKey,
  type AttemptFacts,
  type DAG,
  type RemoteOrder,
  type RunFilter,
  type RunRecord,
  type StoredRun,
} from "@daglings/engine";
import { findRuns, runState, runWorkflowId } from "./messages.ts";
import type { SentOrder } from "./sent-order.ts";

type Runs = AttemptFacts["runs"];

interface Asked {
  readonly client: Client;
  readonly dag: DAG;
  /** The ids of all DAGs that the worker has. */
  readonly dagIds: readonly string[];
  readonly sent: SentOrder;
}

/** The order, with the facts for it. */
export async function withFacts(
  asked: Asked,
  where: Pick<RemoteOrder, "logFile" | "files" | "fencingToken">,
): Promise<RemoteOrder> {
  const { client, dag, dagIds, sent } = asked;
  const { xcoms, assetEvents, ...order } = sent;
  const { dagId, runId, run } = order;
  // The latest run that succeeded, and the latest of all: if a task asks for earlier XComs, they must not be missing.
  const before = { before: run.logicalDate, newestFirst: true, limit: 1 };
  const earlier = await runsOf(client, dagId, [before, { ...before, states: ["success"] }]);
  const facts: AttemptFacts = {
    dagIds,
    runs: { [dagId]: [run, ...earlier].map(withoutTasks) },
    xcoms: { [dagId]: { [runId]: xcoms } },
    settings: [],
    assetEvents,
  };
  const own = { ...order, ...where, facts };
  const task = dag.task(order.taskId);
  const others =
    task instanceof ExternalTaskSensor
      ? await waitedFor(asked, task, own)
      : task instanceof TriggerDagOperator
        ? await triggered(asked, task)
        : {};
  const runs = { ...facts.runs, ...others };
  for (const source of await sourcesOf(asked)) {
    runs[source.dagId] = [...(runs[source.dagId] ?? []), source];
  }
  return { ...own, facts: { ...facts, runs } };
}

/** The runs whose tasks have updated the assets that it was made for. */
async function sourcesOf({ client, sent: { assetEvents } }: Asked): Promise<StoredRun[]> {
  const named = assetEvents.flatMap(({ dagId, runId }) =>
    dagId === null || runId === null ? [] : { dagId, runId },
  );
  const each = new Map(named.map((run) => [runWorkflowId(run.dagId, run.runId), run]));
  return (await Promise.all([...each.values()].map((run) => storedRun(client, run)))).flat();
}

/** The runs on the dates that a sensor waits for. */
async function waitedFor(
  { client, dag, dagIds }: Asked,
  sensor: ExternalTaskSensor,
  order: RemoteOrder,
): Promise<Runs> {
  const context = await contextElsewhere({ dag, order, stop: new AbortController().signal });
  let dates: ReadonlySet<number>;
  try {
    dates = new Set(sensor.datesFor(context));
  } catch {
    return {}; // the attempt will say why
  }
  const range = { from: Math.min(...dates), to: Math.max(...dates) };
  const { externalTaskIds } = sensor.fields;
  const runs: Record<string, readonly StoredRun[]> = {};
  for (const dagId of idsFor(sensor.fields.externalDagId, dagIds)) {
    const found = (await runsOf(client, dagId, [range])).filter(({ logicalDate }) => dates.has(logicalDate));
    runs[dagId] =
      externalTaskIds.length === 0
        ? found.map(withoutTasks)
        : (await Promise.all(found.map((run) => storedRun(client, run)))).flat();
  }
  return runs;
}

/** The run that the task has asked for, if it has. The schedule knows whether another run has its id. */
async function triggered(
  { client, dagIds, sent }: Asked,
  { taskId, fields: { triggerDagId } }: TriggerDagOperator,
): Promise<Runs> {
  const run = sent.xcoms.find((each) => each.taskId === taskId && each.key === triggeredRunKey);
  const runs: Record<string, readonly StoredRun[]> = {};
  for (const dagId of idsFor(triggerDagId, dagIds)) {
    runs[dagId] = run ? await storedRun(client, { dagId, runId: String(run.value) }) : [];
  }
  return runs;
}

/** It is not known yet which DAG a template names. */
function idsFor(dagId: string, all: readonly string[]): readonly string[] {
  return dagId.includes("{") ? all : [dagId];
}

async function runsOf(
  client: Client,
  dagId: string,
  filters: readonly Omit<RunFilter, "dagId">[],
): Promise<readonly RunRecord[]> {
  const asked = filters.map((filter) => ({ dagId, ...filter }));
  return await client.workflow
    .getHandle(dagId)
    .query(findRuns, ...asked)
    .catch(noneIfUnknown);
}

async function storedRun(
  client: Client,
  { dagId, runId }: Pick<RunRecord, "dagId" | "runId">,
): Promise<StoredRun[]> {
  const asked = client.workflow.getHandle(runWorkflowId(dagId, runId)).query(runState);
  return await asked.then(({ record, tasks }) => [{ ...record, tasks }]).catch(noneIfUnknown);
}

/** It does not exist yet, so a store would not have it either. */
function noneIfUnknown(error: unknown): never[] {
  if (error instanceof WorkflowNotFoundError) return [];
  throw error;
}

function withoutTasks(run: RunRecord): StoredRun {
  return { ...run, tasks: {} };
}
