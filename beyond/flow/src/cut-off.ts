// Which runs were cut off: their process has ended, but they have not.

import { hasEnded } from "@daglings/engine";
import type { FlowRecord, FlowRunRow } from "./record.ts";

export function isCutOff(run: FlowRunRow): boolean {
  return run.endedAt === null && (run.stateType === "CRASHED" || hasEnded(run));
}

/** The latest run of a flow with these parameters, apart from those of deployments; null if there is none. */
export function cutOffRun(
  record: FlowRecord,
  { flow, parameters }: { readonly flow: string; readonly parameters: unknown },
): string | null {
  const wanted = JSON.stringify(parameters);
  const runs = record.listRuns({ flow, limit: 100 });
  const found = runs.find(
    (run) => run.deployment === null && isCutOff(run) && JSON.stringify(run.parameters) === wanted,
  );
  return found?.flowRunId ?? null;
}
