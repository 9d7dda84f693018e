// Flow runs on a server: begun by somebody, or by a task of a DAG, which waits for its flow. If that task's worker dies, the
// flow goes on by itself, and the task's next try finds it, even if it has ended by then.

import { randomUUID } from "node:crypto";
import { cancellationSignal } from "@temporalio/activity";
import type { Client, WorkflowHandle, WorkflowStartOptions } from "@temporalio/client";
import { keep, type CarryOutFlow } from "@daglings/flow";
import { UsageError } from "@daglings/words";
import type { TimeKind } from "../messages.ts";
import { dagIdKey } from "../search.ts";
import { taskQueue } from "../task-queue.ts";
import { stateFrom } from "./ends.ts";
import type { flowRun } from "./flow-run.ts";
import { flowEnd, flowEndArrived } from "./messages.ts";
import { placeOf } from "./places.ts";

export interface FlowRequest {
  readonly flow: { readonly file: string | null; readonly name: string };
  readonly parameters: unknown;
  readonly flowRunId?: string;
  readonly time?: TimeKind;
  readonly queue?: string;
  readonly isAwaited?: boolean;
}

/** Begins a run; its workflow has its id, unless the options say otherwise. */
export async function startFlow(
  client: Client,
  {
    flow: { file, name },
    parameters,
    time = { kind: "real" },
    queue = taskQueue,
    isAwaited = false,
    ...request
  }: FlowRequest,
  options: Partial<WorkflowStartOptions<typeof flowRun>> = {},
): Promise<WorkflowHandle<typeof flowRun>> {
  if (file === null)
    throw new UsageError(`flow "${name}" is in no file; on Temporal, workers load it from one`);
  if (keep(parameters) === null) {
    throw new UsageError(
      `the parameters of flow "${name}" must be plain data: JSON does not keep these as they are`,
    );
  }
  const flowRunId = request.flowRunId ?? `${name}-${randomUUID()}`;
  return await client.workflow.start<typeof flowRun>("flowRun", {
    workflowId: flowRunId,
    taskQueue: queue,
    workflowTaskTimeout: "30s", // a long history takes time when another worker replays it
    args: [{ flow: { file: placeOf(file), name }, flowRunId, parameters, time, isAwaited }],
    ...options,
  });
}

interface Caller {
  readonly client: Client;
  readonly queue: string;
  readonly attempt: { readonly dagId: string; readonly runId: string; readonly taskId: string };
}

/** For the flows that one attempt calls. Their record is the caller's. */
export function flowsCalledBy({ client, queue, attempt: { dagId, runId, taskId } }: Caller): CarryOutFlow {
  const calls = new Map<string, number>();
  return async ({ clock, record, print }, flow, { flowRunId, parameters }) => {
    const { name } = flow;
    const call = (calls.get(name) ?? 0) + 1;
    calls.set(name, call);
    const time = clock.isSimulated
      ? ({ kind: "played", at: clock.now() } as const)
      : ({ kind: "real" } as const);
    const request = { flow, parameters, flowRunId, time, queue, isAwaited: true };
    const handle = await startFlow(client, request, {
      workflowId: `${dagId}/${runId}/${taskId}/${name}-${call}`,
      workflowIdConflictPolicy: "USE_EXISTING",
      typedSearchAttributes: [{ key: dagIdKey, value: dagId }],
    });
    const signal = cancellationSignal();
    const stop = () => void handle.cancel();
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    const { end, runs, tasks, lines } = await handle.executeUpdate(flowEnd);
    signal.removeEventListener("abort", stop);
    await handle.signal(flowEndArrived);
    for (const line of lines) print(line);
    for (const run of runs) record.saveRun(run.parentRunId === null ? { ...run, file: flow.file } : run);
    for (const task of tasks) await record.saveTask(task);
    return stateFrom(end, flowRunId);
  };
}
