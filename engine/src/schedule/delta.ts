// `schedule: { days: 3 }`: steps of one length, counted in UTC, so that a day always has 24 hours. They follow no
// calendar: only the start of the first one fixes the others.

import { isCalendrical, milliseconds, UsageError } from "@daglings/words";
import type { AirflowVersion } from "./airflow.ts";
import { intervalTimetable, isAfter, later, type Steps, type Timetable } from "./timetable.ts";

export function deltaSteps(duration: Temporal.Duration): Steps {
  if (duration.sign <= 0) {
    throw new UsageError(
      `schedule interval must be positive, not ${duration.toString()}; write "P1D" or { days: 1 }`,
    );
  }
  return {
    description: `every ${duration.toString()}`,
    next: (instant) => shift(instant, duration),
    previous: (instant) => shift(instant, duration.negated()),
    alignNext: (instant) => instant,
    alignPrevious: (instant) => instant,
  };
}

/** Intervals of one length, each starting where the one before it ended. */
export function deltaTimetable(duration: Temporal.Duration, airflow: AirflowVersion): Timetable {
  const steps = deltaSteps(duration);
  const { next, previous } = steps;

  /** The latest whole number of intervals since the Unix epoch: Airflow's choice since 2.8, whatever the start date. */
  const onEpochGrid = (now: Temporal.Instant) => {
    const length = milliseconds(duration);
    return Temporal.Instant.fromEpochMilliseconds(Math.floor(now.epochMilliseconds / length) * length);
  };
  /** Airflow 2 counts a month as 30 days here and drifts off the start date; these stay on it, as in Airflow 3. */
  const onStartGrid = (start: Temporal.Instant, now: Temporal.Instant) => {
    let end = start;
    for (let after = next(end); !isAfter(after, now); after = next(end)) end = after;
    return end;
  };

  return intervalTimetable({
    ...steps,
    airflow,
    skipToLatest(earliest, now) {
      const end = isCalendrical(duration) ? onStartGrid(earliest ?? now, now) : onEpochGrid(now);
      return earliest ? later(previous(end), earliest) : previous(end);
    },
    manualInterval: (at) => ({ start: previous(at), end: at }),
  });
}

/** Later or, with a negative duration, earlier. Months and years need a calendar: that of UTC. */
export function shift(instant: Temporal.Instant, by: Temporal.Duration): Temporal.Instant {
  if (isCalendrical(by)) return instant.toZonedDateTimeISO("UTC").add(by).toInstant();
  return instant.add({ milliseconds: milliseconds(by) });
}
