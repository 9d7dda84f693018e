// A schedule of instants: each run starts when it is due, with an interval that ends at that instant and usually has no
// length. This is how Airflow 3 reads a schedule; Airflow 2 does so if the timetable is named.

import type { AirflowVersion } from "./airflow.ts";
import { shift } from "./delta.ts";
import { isAfter, later, needNow, type Steps, type Timetable } from "./timetable.ts";

const tenth = 10;
const fiveMinutes = 300_000;

/** Airflow's _TriggerTimetable. `length`: how far before its run an interval begins. */
export function triggerTimetable(
  steps: Steps,
  { length, airflow }: { length: Temporal.Duration; airflow: AirflowVersion },
): Timetable {
  const intervalUpTo = (end: Temporal.Instant) => ({ start: shift(end, length.negated()), end });

  /** Without a start date: the instant just past if it is near, otherwise the next. Airflow 2 does not have this. */
  const firstRun = (now: Temporal.Instant) => {
    const [past, next] = [steps.alignPrevious(now), steps.alignNext(now)];
    const near = Math.max(milliseconds(past, next) / tenth, fiveMinutes);
    return milliseconds(past, now) <= near ? past : next;
  };

  return {
    description: steps.description,
    nextRun({ last = null, earliest = null, latest = null, catchup, now }) {
      const candidates: Temporal.Instant[] = [];
      if (last) candidates.push(steps.next(last.end));
      if (!last && !earliest && airflow === 3) candidates.push(firstRun(needNow(now)));
      if (earliest && !(catchup && last)) candidates.push(steps.alignNext(earliest));
      if (!catchup) candidates.push(steps.alignPrevious(needNow(now)));

      const [first, ...others] = candidates;
      if (!first) return null;
      const end = others.reduce(later, first);
      return latest && isAfter(end, latest) ? null : { ...intervalUpTo(end), runAfter: end };
    },
    manualInterval: intervalUpTo,
    nextDate: (interval) => intervalUpTo(steps.next(interval.end)).start,
    previousDate: () => null, // Airflow has it for schedules of intervals alone
  };
}

function milliseconds(from: Temporal.Instant, to: Temporal.Instant): number {
  return to.epochMilliseconds - from.epochMilliseconds;
}
