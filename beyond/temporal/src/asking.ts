// What people ask of DAGs by the wall clock. A worker answers, and there may be none: so waiting has an end.

import type { Client } from "@temporalio/client";
import { ApplicationFailure, WorkflowNotFoundError } from "@temporalio/common";
import { EnvironmentError, UsageError } from "@daglings/engine";
import { suggest } from "@daglings/words";

/** In milliseconds. When a worker has been killed, another one answers within a few seconds. */
const usualPatience = 15_000;

/** Reports an unknown DAG, a wrong request and silence in our own words. */
export async function asking<T>(
  client: Client,
  { dagId, patience = usualPatience }: { readonly dagId: string; readonly patience?: number },
  ask: () => Promise<T>,
): Promise<T> {
  const silence = AbortSignal.timeout(patience);
  try {
    return await client.withAbortSignal(silence, ask);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) {
      const known = await listDags(client);
      throw new UsageError(`the server knows no DAG "${dagId}"${suggest(dagId, known, "it knows")}`);
    }
    const wrong = requestRefused(error);
    if (wrong !== null) throw new UsageError(wrong, { cause: error });
    if (!silence.aborted || error instanceof EnvironmentError) throw error;
    const advice = `start one with the DAG's file, pnpm temporal worker FILE, and ask again`;
    throw new EnvironmentError(
      `no worker has answered for DAG "${dagId}" in ${patience / 1000} seconds; ${advice}`,
      { cause: error },
    );
  }
}

/** The DAGs that the server knows. */
export async function listDags(client: Client): Promise<string[]> {
  const query = `WorkflowType = "dagSchedule" AND ExecutionStatus = "Running"`;
  const ids: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query })) ids.push(workflowId);
  return ids.toSorted();
}

/** What an activity of the schedule has refused; null: something else went wrong. */
function requestRefused(error: unknown): string | null {
  if (error instanceof ApplicationFailure && error.type === "UsageError") return error.message;
  return error instanceof Error && error.cause !== undefined ? requestRefused(error.cause) : null;
}
