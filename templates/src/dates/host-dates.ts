// Converts JavaScript's dates into Python's, and back.

import { UsageError } from "@daglings/words";
import type { PythonValue } from "../python/values.ts";
import { Day } from "./day.ts";
import { Moment } from "./moment.ts";
import { Timedelta } from "./timedelta.ts";
import { TimeOfDay } from "./time-of-day.ts";
import { Zone } from "./zones.ts";

/** An instant is in UTC. Undefined if the value is not a date. */
export function dateOf(value: unknown): PythonValue | undefined {
  if (value instanceof Temporal.ZonedDateTime || value instanceof Temporal.Instant) return momentOf(value);
  if (value instanceof Temporal.PlainDateTime) return new Moment(value, null, "python");
  if (value instanceof Temporal.PlainDate) return new Day(value, "python");
  if (value instanceof Temporal.PlainTime) return new TimeOfDay(value, "python");
  if (value instanceof Temporal.Duration) return new Timedelta(microsecondsIn(value));
  return undefined;
}

/** A run's dates are used again and again. */
const moments = new WeakMap<object, Moment>();

function momentOf(value: Temporal.ZonedDateTime | Temporal.Instant): Moment {
  const known = moments.get(value);
  if (known) return known;
  const zoned = value instanceof Temporal.Instant ? value.toZonedDateTimeISO("UTC") : value;
  const made = new Moment(zoned, new Zone(zoned.timeZoneId), "pendulum");
  moments.set(value, made);
  return made;
}

function microsecondsIn(duration: Temporal.Duration): bigint {
  if (duration.years !== 0 || duration.months !== 0)
    throw new UsageError(`a duration of ${duration.toString()} has no fixed length; give days`);
  const days = duration
    .with({ years: 0, months: 0 })
    .total({ unit: "milliseconds", relativeTo: "2000-01-01T00:00Z[UTC]" });
  return BigInt(Math.round(days * 1000));
}

export function hostDateOf(value: PythonValue): unknown {
  if (value instanceof Moment) return value.zoned ?? value.plain;
  if (value instanceof Day) return value.date;
  if (value instanceof TimeOfDay) return value.time;
  if (value instanceof Timedelta) return Temporal.Duration.from({ microseconds: Number(value.microseconds) });
  return value;
}
