// What people do to runs from outside, whether a run is under way or has long been over.

import type { Client } from "@temporalio/client";
import type { XComRecord } from "@daglings/engine";
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
  const run = await handle.query(runState);
  if (!isFinished(run.record.state)) {
    await handle.executeUpdate(doByHand, { args: [{ event, xcoms, at: at ?? null }] });
    return;
  }
  const again = { identity: run.record, run, events: [event] };
  await client.workflow.getHandle(dagId).executeUpdate(addRuns, { args: [[again], at ?? null] });
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
