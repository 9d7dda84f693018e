// Stops a flow run from another process. First it leaves a note, so that a run that begins again stops, too; then it tells
// the process that carries out the run, which finds the note.

import { hostname } from "node:os";
import { UsageError } from "@daglings/words";
import { cancelReason, tellProcess } from "./cancel-signal.ts";
import { isCutOff } from "./cut-off.ts";
import type { FlowRecord, FlowRunRow } from "./record.ts";

/** What happened to the run: it was told to stop, or no process was carrying it out and it is now marked as cancelled. */
export type Cancelled = "told" | "marked";

export function cancelRun(record: FlowRecord, flowRunId: string, at: number): Cancelled {
  const run = record.findRun({ flowRunId });
  if (run === null) {
    const [latest] = record.listRuns({ limit: 1 });
    const hint = latest ? `the latest is "${latest.flowRunId}"` : "there is none yet";
    throw new UsageError(`there is no flow run "${flowRunId}"; ${hint}`);
  }
  if (run.endedAt !== null)
    throw new UsageError(`flow run "${flowRunId}" has ended already: ${run.stateName}`);
  record.askToCancel({ flowRunId, at });
  if (isCutOff(run)) {
    mark(record, run, at);
    return "marked";
  }
  if (run.host !== hostname()) {
    throw new UsageError(
      `flow run "${flowRunId}" is carried out on ${run.host}; it is noted there, and stops when it is next begun`,
    );
  }
  tellProcess(run.pid);
  return "told";
}

function mark(record: FlowRecord, run: FlowRunRow, at: number): void {
  record.saveRun({
    ...run,
    stateType: "CANCELLED",
    stateName: "Cancelled",
    message: cancelReason.message,
    history: [...run.history, [at, "CANCELLED", "Cancelled"]],
    endedAt: at,
  });
}
