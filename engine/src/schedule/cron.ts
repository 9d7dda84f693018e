// `schedule: "0 6 * * MON"`: an interval lies between two instants at which a cron expression fires. croner does the
// cron arithmetic, on wall-clock times; this file carries them over into instants, as Airflow's _cron.py does.

import { Cron } from "croner";
import { UsageError } from "@daglings/words";
import { asError } from "../errors.ts";
import { intervalTimetable, later, type Timetable } from "./timetable.ts";

export function cronTimetable(expression: string, timeZone: string): Timetable {
  const fields = expression.trim().split(/\s+/);
  const cron = parseCron(expression, fields);
  const wallClock = timeZone === "UTC" ? utc : wallClockOf(timeZone);
  const everyHour = ["*", "*/1", "0-23", "?"].includes(fields[1] ?? "");

  function move(from: Temporal.Instant, find: (wall: Date) => Date | null | undefined): Temporal.Instant {
    const wall = wallClock.read(from);
    const found = find(new Date(wall))?.getTime();
    if (found === undefined)
      throw new UsageError(`schedule "${expression}" never fires around ${from.toString()}`);
    // Where every hour fires, real time is counted: both copies of an hour that a clock change repeats have a run.
    return everyHour ? from.add({ milliseconds: found - wall }) : wallClock.instant(found);
  }
  const next = (instant: Temporal.Instant) => move(instant, (wall) => cron.nextRun(wall));
  const previous = (instant: Temporal.Instant) => move(instant, (wall) => cron.previousRuns(1, wall)[0]);

  /**
   * Stepping away and back leads to where one was. Near a clock change only one of the two ways may: Airflow asks
   * only one, and loses the first interval of a schedule that starts just before a skipped hour.
   */
  const isAligned = (instant: Temporal.Instant) =>
    previous(next(instant)).equals(instant) || next(previous(instant)).equals(instant);
  const alignNext = (instant: Temporal.Instant) => (isAligned(instant) ? instant : next(instant));
  const alignPrevious = (instant: Temporal.Instant) => (isAligned(instant) ? instant : previous(instant));

  return intervalTimetable({
    description: expression,
    next,
    previous,
    alignNext,
    alignPrevious,
    skipToLatest(earliest, now) {
      const lastStart = previous(now);
      // Exactly on a boundary it is the interval that ends now.
      const start = next(lastStart).equals(now) ? lastStart : previous(lastStart);
      return earliest ? later(start, alignNext(earliest)) : start;
    },
    manualInterval(at) {
      const end = alignPrevious(at);
      return { start: previous(end), end };
    },
  });
}

const options = { paused: true, utcOffset: 0, sloppyRanges: true };

/** croner reads a sixth field as seconds in front, Airflow's croniter as seconds at the end. */
function parseCron(expression: string, fields: readonly string[]): Cron {
  const [seconds] = fields.length === 6 ? fields.slice(5) : [];
  const pattern = [...(seconds === undefined ? [] : [seconds]), ...fields.slice(0, 5)].join(" ");
  const form = `"minute hour day-of-month month day-of-week", such as "0 6 * * MON", and seconds as a sixth field`;
  const refuse = (why: string) =>
    new UsageError(`schedule "${expression}" is not acceptable: ${why}; a cron expression is ${form}`);

  if (fields.length !== 5 && fields.length !== 6) {
    throw refuse(`it has ${fields.length} field${fields.length === 1 ? "" : "s"}, not 5 or 6`);
  }
  let cron: Cron;
  try {
    cron = new Cron(pattern, options);
  } catch (error) {
    throw refuse(explain(asError(error), fields));
  }
  if (!cron.nextRun(new Date(0))) throw refuse("it never fires");
  return cron;
}

/** In Airflow's order. */
const fieldRanges = [
  ["minute", "0-59"],
  ["hour", "0-23"],
  ["day-of-month", "1-31"],
  ["month", "1-12 or JAN-DEC"],
  ["day-of-week", "0-7 or SUN-SAT"],
  ["second", "0-59"],
] as const;

/** Which field croner does not take: each is tried on its own. */
function explain(error: Error, fields: readonly string[]): string {
  for (const [index, [name, range]] of fieldRanges.entries()) {
    const field = fields[index];
    if (field === undefined) continue;
    const alone = Array.from({ length: 6 }, (_, place) => (place === (index + 1) % 6 ? field : "*"));
    if (isPattern(alone.join(" "))) continue;
    return `its ${name} is "${field}", which is no value, list, range or step of ${range}`;
  }
  return error.message;
}

function isPattern(pattern: string): boolean {
  try {
    return Boolean(new Cron(pattern, options));
  } catch {
    return false;
  }
}

/** Between instants and what a clock on the wall shows, written as if it were UTC milliseconds. */
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
    // "later": an hour that the clock skips is the one after it, an hour that it repeats is the second of the two.
    instant: (wall) =>
      utc
        .instant(wall)
        .toZonedDateTimeISO("UTC")
        .toPlainDateTime()
        .toZonedDateTime(timeZone, { disambiguation: "later" })
        .toInstant(),
  };
}
