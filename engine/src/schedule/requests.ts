// Runs that somebody asks for: one by hand, or a backfill of a range.

import { type DateInput, parseInstant, UsageError, withPlace } from "@daglings/words";
import type { RunIdentity } from "../core/run.ts";
import { isoText } from "../instants.ts";
import { plainFields } from "../plain-json.ts";
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

/** Where a date or an id is named, there may be a run of it already: the caller sees to that. */
export function manualRun(
  dag: ScheduledDag,
  { logicalDate = null, runId = null, conf = {} }: ManualOptions,
  now: number,
  takenBy: (run: RunIdentity) => Pick<RunIdentity, "runId"> | null,
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
      conf: plainFields(conf, "conf"),
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
    while (given === null && (takenBy(run)?.runId ?? runId) !== runId) run = runOf(run.logicalDate + 1);
    return run;
  });

  function parse(date: DateInput): number {
    return parseInstant(date, timeZone, "logicalDate").epochMilliseconds;
  }
}

export function alreadyThere({ dagId, place }: ScheduledDag, run: RunIdentity): UsageError {
  const what = `a run "${run.runId}", or another of ${isoText(run.logicalDate)}`;
  const advice = "clear that one, or name another date";
  return new UsageError(`${place}: DAG "${dagId}" has ${what}, already; ${advice}`);
}

function checkRunId(runId: string): void {
  const allowed = `it may have letters, digits and "_.~:+-", and not begin with scheduled__ or backfill__`;
  if (/^[A-Za-z0-9_.~:+-]{1,250}$/.test(runId) && !/^(scheduled|backfill)__/.test(runId)) return;
  throw new UsageError(`runId "${runId}" is not acceptable; ${allowed}`);
}

/** The range does not look at the DAG's dates: a backfill may go before its start. Made one by one: they may be many. */
export function* backfillRuns(dag: ScheduledDag, options: BackfillOptions): Generator<RunIdentity> {
  const { timetable, timeZone } = dag.settings;
  const { start, end } = withPlace(dag.place, () => rangeOf(options, timeZone));
  let ignoresPast = true; // the past of the first run is not part of the backfill
  for (const due of runsBetween(timetable, start, end)) {
    yield { ...identityOf("backfill", due), ignoresPast };
    ignoresPast = false;
  }
  if (!ignoresPast) return;
  const what = `no interval of the schedule "${timetable.description}" starts in`;
  const range = `${start.toString()} … ${end.toString()}`;
  throw new UsageError(`${dag.place}: ${what} ${range}; name another range`);
}

function rangeOf(
  { from, to = from }: BackfillOptions,
  timeZone: string,
): { readonly start: Temporal.Instant; readonly end: Temporal.Instant } {
  const first = from ?? to;
  if (first === undefined || to === undefined) {
    throw new UsageError(`a backfill needs a range; write from: "2019-01-01", to: "2019-01-31"`);
  }
  return { start: parseInstant(first, timeZone, "from"), end: parseInstant(to, timeZone, "to") };
}
