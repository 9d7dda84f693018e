// What is kept about flows, on its way into their tables: rows that arrive together are kept together.

import type { Deployment, FlowRecord, FlowRunRow, TaskRow } from "@daglings/flow";
import { rows, upsert, type Key, type Written } from "./rows.ts";

export const keptOfFlows: Readonly<Record<string, Key>> = {
  flow_run: { key: "flow_run_id" },
  flow_task: { key: "flow_run_id, flow_try, name, call" },
  flow_cache: { key: "md5(key)" },
  flow_deployment: { key: "flow, name" },
};

export function flowFunction(tables: readonly Written[]): string {
  return `
    CREATE OR REPLACE FUNCTION keep_flows(changes json) RETURNS void LANGUAGE PLPGSQL AS $body$
    BEGIN
      ${tables.map(upsert).join("\n")}
    END $body$`;
}

export interface FlowChanges {
  readonly runs?: readonly FlowRunRow[];
  readonly tasks?: readonly TaskRow[];
  readonly cached?: readonly Parameters<FlowRecord["saveCached"]>[0][];
  readonly deployments?: readonly Deployment[];
}

export function flowChanges({ runs = [], tasks = [], cached = [], deployments = [] }: FlowChanges): string {
  // These may be any value, a text among them.
  const parametersOf = ({ parameters }: FlowRunRow | Deployment) => JSON.stringify(parameters ?? null);
  return JSON.stringify({
    flow_run: rows(runs.map((run) => ({ ...run, parameters: parametersOf(run) }))),
    flow_task: rows(tasks),
    flow_cache: rows(cached),
    flow_deployment: rows(
      deployments.map((each) => ({
        ...each,
        parameters: parametersOf(each),
        schedule: JSON.stringify(each.schedule),
      })),
    ),
  });
}
