// What people ask about flows by the wall clock.

import type { Client } from "@temporalio/client";
import { startFlow, type FlowRequest } from "./send-flow.ts";

/** Returns the id of the run that has begun. */
export async function triggerFlow(
  client: Client,
  { flow, parameters }: Pick<FlowRequest, "flow" | "parameters">,
): Promise<string> {
  const { workflowId } = await startFlow(client, { flow, parameters });
  return workflowId;
}

export interface ListedFlowRun {
  readonly flowRunId: string;
  readonly startedAt: number;
  /** In Temporal's words: RUNNING, COMPLETED, FAILED, CANCELLED, … */
  readonly state: string;
}

/** Those that somebody has triggered, the oldest first. */
export async function listFlowRuns(client: Client, flow: string): Promise<ListedFlowRun[]> {
  const query = `WorkflowType = "flowRun" AND WorkflowId STARTS_WITH "${flow}-"`;
  const runs: ListedFlowRun[] = [];
  for await (const { workflowId, startTime, status } of client.workflow.list({ query })) {
    runs.push({ flowRunId: workflowId, startedAt: startTime.getTime(), state: status.name });
  }
  return runs.toSorted((a, b) => a.startedAt - b.startedAt);
}
