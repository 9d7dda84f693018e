// Carries out a flow on a given machine: with a clock, a record and logs, as commands and schedulers do.

import { UsageError } from "@daglings/words";
import { bodyOf } from "./body.ts";
import { runFlow, type FlowOrder } from "./flow-run.ts";
import type { Machine } from "./machine.ts";
import type { FlowRecord } from "./record.ts";
import type { State, StateType } from "./state.ts";

export interface FlowSummary {
  readonly flowRunId: string;
  readonly flow: string;
  readonly state: { readonly type: StateType; readonly name: string };
  /** The tasks of its latest try, in the order in which they began. */
  readonly tasks: readonly TaskSummary[];
}

interface TaskSummary {
  readonly name: string;
  readonly call: number;
  readonly state: { readonly type: StateType; readonly name: string };
  readonly tries: number;
}

export async function runOn(
  machine: Machine,
  flow: unknown,
  { flowRunId, parameters = {}, ...order }: Partial<FlowOrder> = {},
): Promise<State & { readonly of: string }> {
  const body = bodyOf(flow);
  if (body === null) throw new UsageError("runOn takes a flow; make one with flow(…)");
  const id = flowRunId ?? machine.newRunId(body.name);
  const state = await runFlow(machine, body, { ...order, flowRunId: id, parameters });
  return state as State & { readonly of: string };
}

export function summarize(record: FlowRecord, flowRunId: string): FlowSummary | null {
  const run = record.findRun({ flowRunId });
  if (run === null) return null;
  const tasks = record.listTasks({ flowRunId, flowTry: run.tries });
  return {
    flowRunId,
    flow: run.flow,
    state: { type: run.stateType, name: run.stateName },
    tasks: tasks.map(({ name, call, stateType, stateName, tries }) => ({
      name,
      call,
      state: { type: stateType, name: stateName },
      tries,
    })),
  };
}
