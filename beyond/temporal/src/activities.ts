// What a worker does for runs: it carries out attempts as the engine does, calls back, and asks for runs of other DAGs.

import { activityInfo, cancellationSignal } from "@temporalio/activity";
import type { Client } from "@temporalio/client";
import {
  asError,
  callBack,
  runElsewhere,
  logFileOf,
  manualRun,
  readerOf,
  UsageError,
  type AttemptReport,
  type CallbackCall,
  type DAG,
  type FilesFolder,
  type RemoteOrder,
  type TriggerRequest,
} from "@daglings/engine";
import type { Outcome } from "@daglings/engine/core";
import { carriedOutBy } from "@daglings/flow";
import { clearRun } from "./by-hand.ts";
import { flowsCalledBy } from "./flow/send-flow.ts";
import { whileBeating } from "./heartbeats.ts";
import { withFacts } from "./look-up.ts";
import { addRuns, assetBookId, scheduleRuns, tellAssets, type AssetUpdate } from "./messages.ts";
import type { SentOrder } from "./sent-order.ts";

export interface WorkerFolders {
  /** Where the logs of attempts are written. */
  readonly logs: string | null;
  /** Where tasks write. */
  readonly files: FilesFolder | null;
}

export type Activities = ReturnType<typeof activitiesFor>;

export function activitiesFor(
  dags: ReadonlyMap<string, DAG>,
  dagNamed: (dagId: string) => DAG,
  client: Client,
  queue: string,
  { logs, files }: WorkerFolders,
) {
  const dagIds = [...dags.keys()];
  const remoteOrder = async (sent: SentOrder): Promise<RemoteOrder> =>
    await withFacts(
      { client, dag: dagNamed(sent.dagId), dagIds, sent },
      {
        logFile: logs === null ? null : logFileOf(logs, sent),
        files,
        fencingToken: activityInfo().scheduledTimestampMs, // Temporal schedules a task's later attempts later
      },
    );
  return {
    async carryOutAttempt(sent: SentOrder): Promise<AttemptReport> {
      const dag = dagNamed(sent.dagId);
      return await whileBeating(() =>
        carriedOutBy(flowsCalledBy({ client, queue, attempt: sent }), async () =>
          runElsewhere({ dag, order: await remoteOrder(sent), stop: cancellationSignal() }),
        ),
      );
    },

    async callBackFor({ attempt, call }: { attempt: SentOrder; call: CallbackCall }): Promise<void> {
      await whileBeating(async () => {
        const order = await remoteOrder(attempt);
        await callBack({ attempt: order, call }, dagNamed(attempt.dagId), readerOf(order.facts));
      });
    },

    async updateAssets(updates: readonly AssetUpdate[]): Promise<void> {
      const book = client.workflow.getHandle(assetBookId(activityInfo().taskQueue));
      await book.executeUpdate(tellAssets, { args: [updates] });
    },

    /** The run's id, or how the attempt ends if its request was in vain. */
    async requestRun(request: TriggerRequest & { readonly now: number }): Promise<string | Outcome> {
      const { dagId, whenTaken } = request;
      try {
        const dag = dagNamed(dagId);
        const schedule = client.workflow.getHandle(dagId);
        const { runs } = await schedule.query(scheduleRuns, 0);
        const takenBy = ({ runId, logicalDate }: { runId: string; logicalDate: number }) =>
          runs.find((run) => run.runId === runId || run.logicalDate === logicalDate) ?? null;
        const identity = manualRun(dag, { ...request, isDated: true }, request.now, takenBy);
        const taken = takenBy(identity);
        if (!taken) {
          const run = { identity, createdAt: request.now };
          await schedule.executeUpdate(addRuns, { args: [[{ identity, run, events: [] }], request.now] });
          return identity.runId;
        }
        if (whenTaken === "skip") return { type: "skipped" };
        if (whenTaken === "fail") throw new UsageError(`DAG "${dagId}" has a run "${taken.runId}" already`);
        const taskIds = dag.plan.tasks.map(({ taskId }) => taskId);
        await clearRun(client, { dagId, runId: taken.runId, taskIds, downstream: false, at: request.now });
        return taken.runId;
      } catch (thrown) {
        if (!(thrown instanceof UsageError)) throw thrown;
        return { type: "failed", mayRetry: false, error: asError(thrown).message };
      }
    },
  };
}
