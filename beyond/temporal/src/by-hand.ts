// What people do to runs from outside, whether a run is under way or has long been over.

import { isGrpcCancelledError, WorkflowFailedError, type Client } from "@temporalio/client";
import { WorkflowNotFoundError } from "@temporalio/common";
import { EnvironmentError, type XComRecord } from "@daglings/engine";
import { isFinished } from "@daglings/engine/core";
import { addRuns, doByHand, runState, runWorkflowId, type ByHand } from "./messages.ts";

interface RunName {
  readonly dagId: string;
  readonly runId: string;
}

export interface HandOptions extends RunName {
  readonly event: ByHand;
  readonly xcoms?: readonly XComRecord[];
  /** Played time, in a lesson. */
  readonly at?: number;
}

/** A run that is over begins again as a new execution, which goes on from the end of the last one. */
export async function actOnRun(
  client: Client,
  { dagId, runId, event, xcoms = [], at }: HandOptions,
): Promise<void> {
  const handle = client.workflow.getHandle(runWorkflowId(dagId, runId));
  for (;;) {
    const run = await handle.query(runState);
    if (!isFinished(run.record.state)) {
      try {
        return await handle.executeUpdate(doByHand, { args: [{ event, xcoms, at: at ?? null }] });
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) continue; // it has ended since it was asked
        throw error;
      }
    }
    await waitUntilClosed(client, { dagId, runId });
    const again = { identity: run.record, run, events: [event] };
    const added = await client.workflow
      .getHandle(dagId)
      .executeUpdate(addRuns, { args: [[again], at ?? null] });
    if (added.length > 0) return;
    // Somebody else was quicker: it is under way again.
  }
}

/** A run is over as soon as its tasks are, also where a try that no longer counts is still ending. */
async function waitUntilClosed(client: Client, { dagId, runId }: RunName): Promise<void> {
  try {
    await client.workflow.getHandle(runWorkflowId(dagId, runId)).result();
  } catch (error) {
    if (error instanceof WorkflowFailedError) return;
    if (!isGrpcCancelledError(error)) throw error;
    throw new EnvironmentError(
      `a try of run "${runId}" of DAG "${dagId}" is still ending; ask again when it has ended`,
      { cause: error },
    );
  }
}

/** Lets tasks run again. */
export async function clearRun(
  client: Client,
  {
    taskIds,
    downstream,
    ...when
  }: Omit<HandOptions, "event" | "xcoms"> & {
    readonly taskIds: readonly string[];
    readonly downstream: boolean;
  },
): Promise<void> {
  await actOnRun(client, { ...when, event: { type: "tasks cleared", taskIds, downstream } });
}
