// `schedule: "0 6 * * MON"`: the instants at which a cron expression fires. The expression is about wall-clock time; this
// file turns it into instants, as Airflow's _cron.py does.

import { UsageError } from "@daglings/words";
import type { AirflowVersion } from "./airflow.ts";
import { parseCronFields } from "./cron-fields.ts";
import { cronSearch } from "./cron-search.ts";
import { expressionOf } from "./presets.ts";
import { intervalTimetable, later, type Steps, type Timetable } from "./timetable.ts";

export function cronSteps(schedule: string, timeZone: string): Steps {
  const fields = parseCronFields(expressionOf(schedule), schedule);
  const search = cronSearch(fields);
  if (search.next(0) === null) {
    throw new UsageError(
      `schedule "${schedule}" is not acceptable: it never fires; name a day that there is`,
    );
  }
  const wallClock = timeZone === "UTC" ? utc : wallClockOf(timeZone);

  function move(from: Temporal.Instant, find: (wall: number) => number | null): Temporal.Instant {
    const wall = wallClock.read(from);
    const found = find(wall);
    if (found === null) throw new UsageError(`schedule "${schedule}" never fires around ${from.toString()}`);
    // If it fires every hour, real time is counted: when a clock change repeats an hour, both copies have a run.
    return fields.isEveryHour ? from.add({ milliseconds: found - wall }) : wallClock.instant(found);
  }
  const next = (instant: Temporal.Instant) => move(instant, search.next);
  const previous = (instant: Temporal.Instant) => move(instant, search.previous);

  /**
   * Stepping away and back must lead to the same instant. Near a clock change only one of the two directions may: Airflow
   * tries only one, and loses the first interval of a schedule that starts just before a skipped hour.
   */
  const isAligned = (instant: Temporal.Instant) =>
    previous(next(instant)).equals(instant) || next(previous(instant)).equals(instant);
  return {
    description: schedule,
    next,
    previous,
    alignNext: (instant) => (isAligned(instant) ? instant : next(instant)),
    alignPrevious: (instant) => (isAligned(instant) ? instant : previous(instant)),
  };
}

/** An interval is the time between two instants at which the expression fires. */
export function cronTimetable(schedule: string, timeZone: string, airflow: AirflowVersion): Timetable {
  const steps = cronSteps(schedule, timeZone);
  const { next, previous, alignNext, alignPrevious } = steps;
  return intervalTimetable({
    ...steps,
    airflow,
    skipToLatest(earliest, now) {
      const lastStart = previous(now);
      // Exactly on a boundary, it is the interval that ends now.
      const start = next(lastStart).equals(now) ? lastStart : previous(lastStart);
      return earliest ? later(start, alignNext(earliest)) : start;
    },
    manualInterval(at) {
      const end = alignPrevious(at);
      return { start: previous(end), end };
    },
  });
}

/** Between instants and wall-clock time, which is written as if it were UTC milliseconds. */
interface WallClock {
  read(instant: Temporal.Instant): number;
  instant(wall: number): Temporal.Instant;
}

const utc: WallClock = {
  read: (instant) => instant.epochMilliseconds,
  instant: (wall) => Temporal.Instant.fromEpochMilliseconds(wall),
};

function wallClockOf(timeZone: string): WallClock {
  return {
    read: (instant) =>
      instant.toZonedDateTimeISO(timeZone).toPlainDateTime().toZonedDateTime("UTC").epochMilliseconds,
    // "later": a time that the clock skips becomes one an hour later; for a time that it repeats, the second one is meant.
    instant: (wall) =>
      utc
        .instant(wall)
        .toZonedDateTimeISO("UTC")
        .toPlainDateTime()
        .toZonedDateTime(timeZone, { disambiguation: "later" })
        .toInstant(),
  };
}
