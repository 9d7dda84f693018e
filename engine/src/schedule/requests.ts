// Runs that somebody asks for: a run by hand, or a backfill of a range.

import { type DateInput, parseInstant, UsageError, withPlace } from "@daglings/words";
import { runTypes, type Run, type RunIdentity } from "../core/run.ts";
import { findTask } from "../core/task-table.ts";
import { isoText } from "../instants.ts";
import { plainFields } from "../plain-json.ts";
import { identityOf, type ScheduledDag } from "./dag-schedule.ts";
import { runsBetween } from "./timetable.ts";

export interface TriggerOptions {
  readonly dagId: string;
  /** A run by hand keeps it, whatever its data interval. Default: now; in Airflow 3, none. */
  readonly logicalDate?: DateInput;
  /** Default: `manual__` and the logical date; in Airflow 3, the present time. */
  readonly runId?: string;
  readonly conf?: Readonly<Record<string, unknown>>;
}

/** The same, when a task asks. */
export interface ManualOptions extends Omit<TriggerOptions, "logicalDate" | "runId"> {
  readonly logicalDate?: DateInput | number | null;
  readonly runId?: string | null;
  /** It has a logical date in Airflow 3, too: a task that asks for a run gives it the present time. */
  readonly isDated?: boolean;
}

/** Runs that exist already stay as they are: to run them again, clear them. */
export interface BackfillOptions {
  readonly dagId: string;
  /** Logical dates, both included; if one is omitted, it equals the other. */
  readonly from?: DateInput;
  readonly to?: DateInput;
  /** A range with more intervals is refused. Default: no limit. */
  readonly mostRuns?: number;
}

/** If a date or an id is named, there may already be a run of it: the caller takes care of that. */
export function manualRun(
  dag: ScheduledDag,
  { logicalDate = null, runId = null, conf = {}, isDated = false }: ManualOptions,
  now: number,
  takenBy: (run: RunIdentity) => Pick<RunIdentity, "runId"> | null,
): RunIdentity {
  const { airflow, timetable, timeZone } = dag.settings;
  const undated = airflow === 3 && logicalDate === null && !isDated;
  const runOf = (date: number, at: number): RunIdentity => {
    const { start, end } = timetable.manualInterval(Temporal.Instant.fromEpochMilliseconds(at));
    return {
      runId: runId ?? `manual__${isoText(at)}`,
      runType: "manual",
      logicalDate: date,
      undated,
      dataIntervalStart: undated ? date : start.epochMilliseconds,
      dataIntervalEnd: undated ? date : end.epochMilliseconds,
      conf: plainFields(conf, "conf"),
      ignoresPast: false,
      assetEvents: [],
    };
  };
  return withPlace(dag.place, () => {
    if (runId !== null) checkRunId(runId);
    const given = typeof logicalDate === "number" || logicalDate === null ? logicalDate : parse(logicalDate);
    if (given !== null && given > now) {
      throw new UsageError(
        `logicalDate ${isoText(given)} is in the future (it is ${isoText(now)} now); name an earlier date`,
      );
    }
    const present = airflow === 3 ? now : Math.floor(now / 1000) * 1000;
    // In Airflow 2 name and interval depend on the date, in Airflow 3 on the present time.
    let run = runOf(given ?? present, airflow === 3 ? present : (given ?? present));
    // When there are several triggers within a second, each gets a date of its own.
    for (let date = present + 1; given === null && (takenBy(run)?.runId ?? runId) !== runId; date++)
      run = runOf(date, date);
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

/** A run has no task whose dates exclude its logical date. */
export function checkHas({ runId, plan, tasks }: Run, taskId: string): void {
  if (findTask(tasks, taskId)) return;
  throw new UsageError(
    `run "${runId}" of DAG "${plan.dagId}" has no task "${taskId}": its startDate or endDate leaves it out`,
  );
}

function checkRunId(runId: string): void {
  const allowed = `it may have letters, digits and "_.~:+-", and not begin with the name of another type of run, as scheduled__ does`;
  const isOfAnotherType = runTypes.some((type) => type !== "manual" && runId.startsWith(`${type}__`));
  if (/^[A-Za-z0-9_.~:+-]{1,250}$/.test(runId) && !isOfAnotherType) return;
  throw new UsageError(`runId "${runId}" is not acceptable; ${allowed}`);
}

/** The range ignores the DAG's dates: a backfill may go back before its start. Made one by one: they may be many. */
export function* backfillRuns(
  dag: ScheduledDag,
  options: BackfillOptions,
  now: number,
): Generator<RunIdentity> {
  const { airflow, timetable, timeZone } = dag.settings;
  const { start, end } = withPlace(dag.place, () => rangeOf(options, timeZone));
  const { mostRuns = Infinity } = options;
  if (mostRuns < Infinity && runsBetween(timetable, start, end).drop(mostRuns).next().done !== true) {
    const range = `${start.toString()} … ${end.toString()}`;
    throw new UsageError(`${dag.place}: ${range} has more than ${mostRuns} intervals; backfill it in parts`);
  }
  let ignoresPast = true; // the past of the first run is not part of the backfill
  for (const due of runsBetween(timetable, start, end)) {
    // Airflow 2 makes runs of the future, too.
    if (airflow === 3 && due.end.epochMilliseconds >= now) break;
    yield { ...identityOf("backfill", due, airflow), ignoresPast };
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
