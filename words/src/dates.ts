// Dates as users write them, and time zones.

import { show } from "./show.ts";
import { suggest } from "./suggest.ts";
import { UsageError } from "./usage-error.ts";

export type DateInput =
  string | Temporal.Instant | Temporal.ZonedDateTime | Temporal.PlainDateTime | Temporal.PlainDate;

/**
 * An instant. A date or time without a zone is meant in `timeZone`: "2019-01-01" is that day's midnight there.
 */
export function parseInstant(value: DateInput, timeZone: string, what: string): Temporal.Instant {
  const instant = instantOf(value, timeZone);
  if (instant && isInYears(instant)) return instant;
  if (instant) throw new UsageError(`${what} is ${show(value)}; name a date in the years 1 to 9999`);
  const example = `"2019-01-01", "2019-01-01T05:00Z" or a Temporal object`;
  const found = isJavaScripts(value) ? dateText(value) : `${show(value)}, which is not a date`;
  throw new UsageError(`${what} is ${found}; write ${example}`);
}

function instantOf(value: DateInput, timeZone: string): Temporal.Instant | null {
  try {
    if (typeof value === "string") return parseText(value, timeZone);
    if (value instanceof Temporal.Instant) return value;
    if (value instanceof Temporal.ZonedDateTime) return value.toInstant();
    if (value instanceof Temporal.PlainDateTime || value instanceof Temporal.PlainDate) {
      return value.toZonedDateTime(timeZone).toInstant();
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return null;
}

/** As in Python. Around the first and the last instants that Temporal has, schedules could not look ahead or back. */
function isInYears(instant: Temporal.Instant): boolean {
  const { year } = instant.toZonedDateTimeISO("UTC");
  return year >= 1 && year <= 9999;
}

/** JavaScript's own dates are instants: they do not say which day is meant, or in which time zone. */
type JavaScriptsDate = InstanceType<typeof globalThis.Date>;

function isJavaScripts(value: unknown): value is JavaScriptsDate {
  return Object.prototype.toString.call(value) === "[object Date]";
}

function dateText(date: JavaScriptsDate): string {
  const instant = Number.isNaN(date.valueOf()) ? "" : ` (${date.toISOString()})`;
  return `a JavaScript Date${instant}, which does not say which day is meant`;
}

function parseText(text: string, timeZone: string): Temporal.Instant {
  if (text.includes("[")) return Temporal.ZonedDateTime.from(text).toInstant();
  if (/(Z|[+-]\d\d(:?\d\d)?)$/i.test(text) && /[T ]/.test(text)) return Temporal.Instant.from(text);
  return Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).toInstant();
}

export function checkTimeZone(timeZone: unknown): string {
  const name = typeof timeZone === "string" ? timeZone : "";
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    const hint = suggest(name, Intl.supportedValuesOf("timeZone")) || `; write "UTC" or "Europe/Amsterdam"`;
    throw new UsageError(`timeZone ${show(timeZone)} is unknown${hint}`);
  }
}

export const dayNames = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const;
export const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;
