// Runs that somebody asks for: one by hand, or a backfill of a range.

import { type DateInput, parseInstant, UsageError, withPlace } from "@daglings/words";
import type { RunIdentity } from "../core/run.ts";
import { isoText } from "../instants.ts";
import { runsBetween } from "./timetable.ts";
import { identityOf, type ScheduledDag } from "./dag-schedule.ts";

export interface TriggerOptions {
  readonly dagId: string;
  /** Default: now. A run by hand keeps it as its logical date, whatever its data interval. */
  readonly logicalDate?: DateInput;
  /** Default: `manual__` and the logical date. */
  readonly runId?: string;
  readonly conf?: Readonly<Record<string, unknown>>;
}

/** The same, where a task asks. */
export interface ManualOptions extends Omit<TriggerOptions, "logicalDate" | "runId"> {
  readonly logicalDate?: DateInput | number | null;
  readonly runId?: string | null;
}

/** Runs that exist already stay as they are: to run them again, clear them. */
export interface BackfillOptions {
  readonly dagId: string;
  /** Logical dates, both included; if one is omitted, it equals the other. */
  readonly from?: DateInput;
  readonly to?: DateInput;
}

/** `isTaken`: is there a run of that id or date already? */
export function manualRun(
  dag: ScheduledDag,
  { logicalDate = null, runId = null, conf = {} }: ManualOptions,
  now: number,
  isTaken: (run: RunIdentity) => boolean,
): RunIdentity {
  const { timetable, timeZone } = dag.settings;
  const runOf = (date: number): RunIdentity => {
    const { start, end } = timetable.manualInterval(Temporal.Instant.fromEpochMilliseconds(date));
    return {
      runId: runId ?? `manual__${isoText(date)}`,
      runType: "manual",
      logicalDate: date,
      dataIntervalStart: start.epochMilliseconds,
      dataIntervalEnd: end.epochMilliseconds,
      conf,
      ignoresPast: false,
    };
  };
  return withPlace(dag.place, () => {
    if (runId !== null) checkRunId(runId);
    const given = typeof logicalDate === "number" || logicalDate === null ? logicalDate : parse(logicalDate);
    if (given !== null && given > now) {
      const present = `it is ${isoText(now)} now`;
      throw new UsageError(
        `logicalDate ${isoText(given)} is in the future (${present}); name an earlier date`,
      );
    }
    let run = runOf(given ?? Math.floor(now / 1000) * 1000);
    // Of several triggers within a second each gets a date of its own.
    while (given === null && runId === null && isTaken(run)) run = runOf(run.logicalDate + 1);
    if (!isTaken(run)) return run;
    const what = `a run "${run.runId}", or another of ${isoText(run.logicalDate)}`;
    throw new UsageError(`DAG "${dag.dagId}" has ${what}, already; clear that one, or name another date`);
  });

  function parse(date: DateInput): number {
    return parseInstant(date, timeZone, "logicalDate").epochMilliseconds;
  }
}

function checkRunId(runId: string): void {
  const allowed = `it may have letters, digits and "_.~:+-", and not begin with scheduled__ or backfill__`;
  if (/^[A-Za-z0-9_.~:+-]{1,250}$/.test(runId) && !/^(scheduled|backfill)__/.test(runId)) return;
  throw new UsageError(`runId "${runId}" is not acceptable; ${allowed}`);
}

/** The range does not look at the DAG's dates: a backfill may go before its start. */
export function backfillRuns(dag: ScheduledDag, { from, to = from }: BackfillOptions): RunIdentity[] {
  const { timetable, timeZone } = dag.settings;
  const first = from ?? to;
  return withPlace(dag.place, () => {
    if (first === undefined || to === undefined) {
      throw new UsageError(`a backfill needs a range; write from: "2019-01-01", to: "2019-01-31"`);
    }
    const [start, end] = [parseInstant(first, timeZone, "from"), parseInstant(to, timeZone, "to")];
    const runs = [...runsBetween(timetable, start, end)].map((due) => identityOf("backfill", due));
    if (runs.length === 0) {
      const range = `${start.toString()} … ${end.toString()}`;
      throw new UsageError(
        `no interval of the schedule "${timetable.description}" starts in ${range}; name another range`,
      );
    }
    // The past of the first run is not part of the backfill.
    return runs.map((run, index) => ({ ...run, ignoresPast: index === 0 }));
  });
}
