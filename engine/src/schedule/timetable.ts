// A timetable answers one question: after this interval, which one is the next to run?

import type { AirflowVersion } from "./airflow.ts";

export interface DataInterval {
  readonly start: Temporal.Instant;
  readonly end: Temporal.Instant;
}

export interface DueRun extends DataInterval {
  /** The run may be created from this instant on: the end of its interval, when its data are complete. */
  readonly runAfter: Temporal.Instant;
}

export interface NextRunQuestion {
  /** The latest interval that ran on schedule or in a backfill. */
  readonly last?: DataInterval | null;
  /** The DAG's start date; intervals start there or later. */
  readonly earliest?: Temporal.Instant | null;
  /** The DAG's end date; an interval may still start there. */
  readonly latest?: Temporal.Instant | null;
  /** True: every interval since `earliest`. False: none that was over before the last complete one. */
  readonly catchup: boolean;
  /** Matters only without catch-up. */
  readonly now?: Temporal.Instant | undefined;
}

export interface Timetable {
  /** As a person would write it. */
  readonly description: string;
  nextRun(question: NextRunQuestion): DueRun | null;
  /** The interval of a run that somebody triggers by hand. */
  manualInterval(at: Temporal.Instant): DataInterval;
  /** The logical date after that of a scheduled run, whatever the DAG's end date: the template's `next_ds`. */
  nextDate(interval: DataInterval): Temporal.Instant | null;
  /** The logical date before: the template's `prev_ds`. */
  previousDate(logicalDate: Temporal.Instant): Temporal.Instant | null;
}

/** What a repeating schedule must know about itself: at which instants it is due. */
export interface Steps {
  readonly description: string;
  readonly next: Step;
  readonly previous: Step;
  /** The instant itself if it is one of them, otherwise the nearest later, or earlier, one. */
  readonly alignNext: Step;
  readonly alignPrevious: Step;
}

type Step = (instant: Temporal.Instant) => Temporal.Instant;

/** What a schedule whose runs cover the time between two steps needs besides; `intervalTimetable` builds the rest. */
export interface IntervalSteps extends Steps {
  readonly airflow: AirflowVersion;
  /** Without catch-up: where the last complete interval starts, or the first one if that is later. */
  skipToLatest(earliest: Temporal.Instant | null, now: Temporal.Instant): Temporal.Instant;
  manualInterval(at: Temporal.Instant): DataInterval;
}

/** Airflow's _DataIntervalTimetable. */
export function intervalTimetable(steps: IntervalSteps): Timetable {
  return {
    description: steps.description,
    nextRun({ last = null, earliest = null, latest = null, catchup, now }) {
      const fromStart = () => earliest && steps.alignNext(earliest);
      const first = catchup ? fromStart() : steps.skipToLatest(earliest, needNow(now));
      let start = first;
      if (last) {
        // The schedule may have been edited since: the last end is moved onto today's grid.
        const following = steps.alignPrevious(last.end);
        start = first ? later(following, first) : following;
        // Airflow 2 would then make the last run once more, and get stuck because there is one already.
        if (steps.airflow === 3 && !isAfter(start, last.start)) start = steps.next(start);
      }
      if (!start || (latest && isAfter(start, latest))) return null;
      const end = steps.next(start);
      return { start, end, runAfter: end };
    },
    manualInterval: (at) => steps.manualInterval(at),
    nextDate: (interval) => steps.alignPrevious(interval.end),
    previousDate: (logicalDate) => steps.previous(logicalDate),
  };
}

export function needNow(now: Temporal.Instant | null | undefined): Temporal.Instant {
  if (now) return now;
  throw new TypeError("nextRun without catch-up needs to know what time it is: pass `now`");
}

export function isAfter(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) > 0;
}

export function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return isAfter(a, b) ? a : b;
}

/** Every run whose logical date is in [from, to]: what a backfill makes. */
export function* runsBetween(
  timetable: Timetable,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Generator<DueRun> {
  const range = { earliest: from, latest: to, catchup: true };
  for (let run = timetable.nextRun(range); run; run = timetable.nextRun({ ...range, last: run })) yield run;
}
