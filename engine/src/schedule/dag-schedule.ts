// How far a DAG has come: which run is next, and how many are queued and running.

import type { Plan } from "../core/plan.ts";
import type { RunIdentity } from "../core/run.ts";
import type { RunState } from "../core/states.ts";
import { isoText } from "../instants.ts";
import type { DagRecord } from "../ports.ts";
import type { AirflowVersion } from "./airflow.ts";
import { isAfter, type DataInterval, type DueRun, type Timetable } from "./timetable.ts";

/** What a schedule needs to know about its DAG. */
export interface ScheduledDag {
  readonly dagId: string;
  /** For messages. */
  readonly place: string;
  readonly file: string | null;
  readonly plan: Plan;
  readonly settings: {
    readonly airflow: AirflowVersion;
    readonly timetable: Timetable;
    readonly timeZone: string;
    readonly startDate: Temporal.Instant | null;
    readonly endDate: Temporal.Instant | null;
    readonly catchup: boolean;
    readonly maxActiveRuns: number;
  };
}

export class DagSchedule<Dag extends ScheduledDag = ScheduledDag> {
  readonly dag: Dag;
  paused: boolean;
  queued: number;
  running = 0;
  /** The latest interval that ran on schedule or in a backfill. */
  #last: DataInterval | null;
  #next: DueRun | null = null;

  constructor(
    dag: Dag,
    { paused, queued, last }: { paused: boolean; queued: number; last: RunIdentity | undefined },
  ) {
    this.dag = dag;
    this.paused = paused;
    this.queued = queued;
    this.#last = last ? intervalOf(last) : null;
  }

  /** At the limit: new runs wait until one ends. */
  get isFull(): boolean {
    return this.queued + this.running >= this.dag.settings.maxActiveRuns;
  }

  get mayStart(): boolean {
    return !this.paused && !this.isFull;
  }

  /** When the next run may be created; Infinity: never, or not before something else happens. */
  get nextAt(): number {
    return !this.mayStart ? Infinity : (this.#next?.runAfter.epochMilliseconds ?? Infinity);
  }

  get record(): DagRecord {
    const { dagId, file, plan, settings } = this.dag;
    return { dagId, paused: this.paused, file, schedule: settings.timetable.description, plan };
  }

  /** Without catch-up the next run depends on the present time. */
  refresh(now: number): void {
    const { timetable, startDate, endDate, catchup } = this.dag.settings;
    this.#next = timetable.nextRun({
      last: this.#last,
      earliest: startDate,
      latest: endDate,
      catchup,
      now: Temporal.Instant.fromEpochMilliseconds(now),
    });
  }

  /** The next runs, whether or not there is room for them, and whether or not the DAG is paused. */
  *upcoming(): Generator<DueRun> {
    const { timetable, startDate, endDate } = this.dag.settings;
    const bounds = { earliest: startDate, latest: endDate, catchup: true };
    for (let due = this.#next; due; due = timetable.nextRun({ ...bounds, last: due })) yield due;
  }

  /** The run that is due now, if there is one and the DAG has room for it. It counts as made. */
  take(now: number): RunIdentity | null {
    if (this.nextAt > now) return null;
    if (!this.dag.settings.catchup) this.refresh(now);
    const due = this.#next;
    if (!due || due.runAfter.epochMilliseconds > now) return null;
    this.#last = due;
    this.refresh(now);
    // When half an hour is repeated, Airflow 2 may arrive at the same interval for ever: then it is stuck.
    if (this.#next && !isAfter(this.#next.runAfter, due.runAfter)) this.#next = null;
    return identityOf("scheduled", due, this.dag.settings.airflow);
  }

  /** A run of this DAG has changed its state. */
  moved(before: RunState, after: RunState): void {
    this.queued += Number(after === "queued") - Number(before === "queued");
    this.running += Number(after === "running") - Number(before === "running");
  }

  /** A backfill ahead of the schedule moves the schedule on. */
  ranUpTo(run: RunIdentity): void {
    if (this.#last && this.#last.start.epochMilliseconds >= run.logicalDate) return;
    this.#last = intervalOf(run);
  }
}

function intervalOf(run: RunIdentity): DataInterval {
  return {
    start: Temporal.Instant.fromEpochMilliseconds(run.dataIntervalStart),
    end: Temporal.Instant.fromEpochMilliseconds(run.dataIntervalEnd),
  };
}

/** A run for an interval: its logical date is the interval's start. Airflow 3 names it after the time when it is due. */
export function identityOf(
  runType: "scheduled" | "backfill",
  { start, end, runAfter }: DueRun,
  airflow: AirflowVersion,
): RunIdentity {
  const name = airflow === 2 ? start : runAfter;
  return {
    runId: `${runType}__${isoText(name.epochMilliseconds)}`,
    runType,
    logicalDate: start.epochMilliseconds,
    undated: false,
    dataIntervalStart: start.epochMilliseconds,
    dataIntervalEnd: end.epochMilliseconds,
    conf: {},
    ignoresPast: false,
    assetEvents: [],
  };
}
