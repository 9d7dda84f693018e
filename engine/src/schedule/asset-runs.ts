// The run that is due to the events of assets, as data: its name, its date and its interval.

import { assetRunTypes, type RunIdentity } from "../core/run.ts";
import { isoText } from "../instants.ts";
import type { AirflowVersion } from "./airflow.ts";

export { AssetQueue, type QueuedEvent } from "./asset-queue.ts";

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface AssetRunFacts {
  readonly airflow: AirflowVersion;
  /** The numbers of the events that it is for. */
  readonly assetEvents: readonly number[];
  /** The intervals of the runs that made the events; any other event counts as an instant. */
  readonly spans: readonly Span[];
  /** When the event came that made it due. */
  readonly at: number;
}

/** If there already is a run of its date, it gets the next instant that is free. */
export function assetRun(facts: AssetRunFacts, isTaken: (run: RunIdentity) => boolean): RunIdentity {
  let run = runAt(facts.at, facts);
  for (let at = facts.at + 1; isTaken(run); at++) run = runAt(at, facts);
  return run;
}

function runAt(at: number, { airflow, assetEvents, spans }: AssetRunFacts): RunIdentity {
  const [ofDatasets, ofAssets] = assetRunTypes;
  const runType = airflow === 2 ? ofDatasets : ofAssets;
  // In Airflow 2, from the earliest to the latest interval.
  const interval =
    airflow === 2
      ? {
          start: Math.min(...spans.map(({ start }) => start)),
          end: Math.max(...spans.map(({ end }) => end)),
        }
      : { start: at, end: at };
  return {
    runId: `${runType}__${isoText(at)}`,
    runType,
    logicalDate: at,
    undated: airflow === 3,
    dataIntervalStart: interval.start,
    dataIntervalEnd: interval.end,
    conf: {},
    ignoresPast: false,
    assetEvents,
  };
}
