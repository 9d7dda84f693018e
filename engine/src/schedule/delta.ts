// `schedule: { days: 3 }`: intervals of one length, each starting where the one before it ended. Counted in UTC, so
// a day always has 24 hours. It has no grid but the one that its first interval starts.

import { isCalendrical, milliseconds, UsageError } from "@daglings/words";
import { intervalTimetable, isAfter, later, type Timetable } from "./timetable.ts";

const epoch = Temporal.Instant.fromEpochMilliseconds(0);

export function deltaTimetable(duration: Temporal.Duration): Timetable {
  if (duration.sign <= 0) {
    throw new UsageError(
      `schedule interval must be positive, not ${duration.toString()}; write "P1D" or { days: 1 }`,
    );
  }
  const add = (instant: Temporal.Instant, step: Temporal.Duration) =>
    isCalendrical(duration)
      ? instant.toZonedDateTimeISO("UTC").add(step).toInstant()
      : instant.add({ milliseconds: step.sign * milliseconds(duration) });
  const next = (instant: Temporal.Instant) => add(instant, duration);
  const previous = (instant: Temporal.Instant) => add(instant, duration.negated());

  /** The latest whole number of intervals since the Unix epoch: Airflow's choice since 2.8, whatever the start date. */
  const onEpochGrid = (now: Temporal.Instant) => {
    const length = milliseconds(duration);
    return Temporal.Instant.fromEpochMilliseconds(Math.floor(now.epochMilliseconds / length) * length);
  };
  /** Airflow counts a month as 30 days here and drifts off the start date; these stay on its grid. */
  const onStartGrid = (start: Temporal.Instant, now: Temporal.Instant) => {
    let end = start;
    for (let after = next(end); !isAfter(after, now); after = next(end)) end = after;
    return end;
  };

  return intervalTimetable({
    description: `every ${duration.toString()}`,
    next,
    previous,
    alignNext: (instant) => instant,
    alignPrevious: (instant) => instant,
    skipToLatest(earliest, now) {
      const end = isCalendrical(duration) ? onStartGrid(earliest ?? epoch, now) : onEpochGrid(now);
      return earliest ? later(previous(end), earliest) : previous(end);
    },
    manualInterval: (at) => ({ start: previous(at), end: at }),
  });
}
