// The flows that a lesson's tasks call: in simulated time, and on record in the store of its run.

import { simulatedClock } from "@daglings/engine";
import type { FlowRecord, FlowSummary } from "@daglings/flow";

export interface StageFlows {
  readonly record: FlowRecord;
  /** The flows that `work` calls are on record. */
  during<T>(work: () => T): T;
  /** In the order in which they began; their calls by name and number. */
  facts(): FlowSummary[];
  close(): void;
}

interface FlowsOptions {
  readonly file: string;
  readonly now: () => number;
}

export async function openFlows({ file, now }: FlowsOptions): Promise<StageFlows> {
  const { onMachine, sqliteRecord, summarize } = await import("@daglings/flow");
  const record = sqliteRecord(file, { synchronous: "NORMAL" });
  const ids: string[] = [];
  const newRunId = (flow: string) => {
    let number = ids.length + 1;
    // In a folder that a lesson has left, there are some already.
    while (record.findRun({ flowRunId: `${flow}-${number}` })) number++;
    ids.push(`${flow}-${number}`);
    return `${flow}-${number}`;
  };
  const options = () => {
    const from = Temporal.Instant.fromEpochMilliseconds(now()).toString();
    // Time stands still for the DAG while its task is under way, so the flow's own waits pass at once.
    return { record, clock: simulatedClock({ from }), newRunId };
  };
  return {
    record,
    during: (work) => onMachine(options, work),
    facts: () =>
      ids.flatMap((flowRunId) => {
        const summary = summarize(record, flowRunId);
        return summary ? [{ ...summary, tasks: summary.tasks.toSorted(byCall) }] : [];
      }),
    close: () => record.close(),
  };
}

function byCall(a: FlowSummary["tasks"][number], b: FlowSummary["tasks"][number]): number {
  return a.name < b.name ? -1 : Number(a.name > b.name) || a.call - b.call;
}
