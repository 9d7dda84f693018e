// Durations as users write them: `{ minutes: 5 }`, "PT5M" or a Temporal.Duration.

import { UsageError } from "./errors.ts";

export type DurationInput = Temporal.Duration | Temporal.DurationLike | string;

export function parseDuration(value: DurationInput, what: string): Temporal.Duration {
  try {
    return Temporal.Duration.from(value);
  } catch (error) {
    const example = `{ minutes: 5 }, "PT5M" or a Temporal.Duration`;
    throw new UsageError(`${what} is ${describe(value)}, which is no duration; write ${example}`, {
      cause: error,
    });
  }
}

function describe(value: unknown): string {
  return JSON.stringify(value) ?? "undefined";
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

/** Options such as retryDelay: never negative, and of a fixed length. */
export function parseDelay(value: DurationInput, what: string): number {
  const duration = parseDuration(value, what);
  if (duration.sign < 0) throw new UsageError(`${what} is ${duration.toString()}; it may not be negative`);
  if (isCalendrical(duration)) {
    throw new UsageError(
      `${what} is ${duration.toString()}; months and years vary, write it in days or less`,
    );
  }
  return milliseconds(duration);
}
