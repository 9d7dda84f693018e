// Durations as users write them: `{ minutes: 5 }`, "PT5M" or a Temporal.Duration.

import { checkKeys } from "./check-keys.ts";
import { show } from "./show.ts";
import { UsageError, withPlace } from "./usage-error.ts";

export type DurationInput = Temporal.Duration | Temporal.DurationLike | string;

const units = ["years", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds"];

export function parseDuration(value: DurationInput, what: string): Temporal.Duration {
  let duration: Temporal.Duration;
  try {
    duration = Temporal.Duration.from(value);
  } catch (error) {
    const example = `{ minutes: 5 }, "PT5M" or a Temporal.Duration`;
    throw new UsageError(`${what} is ${show(value)}, which is not a duration; write ${example}`, {
      cause: error,
    });
  }
  // Temporal ignores units that it does not know.
  if (typeof value === "object") withPlace(what, () => checkKeys(value, units));
  if (duration.microseconds !== 0 || duration.nanoseconds !== 0) {
    throw new UsageError(`${what} is ${duration.toString()}; write it in milliseconds or more`);
  }
  if (lengthOf(duration) <= longest) return duration;
  throw new UsageError(`${what} is ${duration.toString()}, more than 1,000 years; write a shorter one`);
}

const day = 24 * 60 * 60 * 1000;
/** A thousand years: added to any likely date, it still gives one that can be written. */
const longest = 1000 * 365.25 * day;

/** In milliseconds, roughly: a month has 30 days, a year a few more than 365. */
function lengthOf(duration: Temporal.Duration): number {
  const { years, months } = duration;
  return Math.abs(years * 365.25 * day + months * 30 * day + milliseconds(duration));
}

/** Months and years have no fixed length: only a calendar can add them. */
export function isCalendrical(duration: Temporal.Duration): boolean {
  return duration.years !== 0 || duration.months !== 0;
}

/** Milliseconds of a duration without months and years. As in Airflow, a day is 24 hours. */
export function milliseconds(duration: Temporal.Duration): number {
  const hours = (duration.weeks * 7 + duration.days) * 24 + duration.hours;
  const seconds = (hours * 60 + duration.minutes) * 60 + duration.seconds;
  return seconds * 1000 + duration.milliseconds;
}

/** Options such as retryDelay: never negative and of a fixed length. */
export function parseDelay(value: DurationInput, what: string): number {
  const duration = parseDuration(value, what);
  if (duration.sign < 0)
    throw new UsageError(
      `${what} is ${duration.toString()}; it may not be negative; write it without the minus sign`,
    );
  if (isCalendrical(duration)) {
    throw new UsageError(
      `${what} is ${duration.toString()}; months and years vary, write it in days or less`,
    );
  }
  return milliseconds(duration);
}
