// Dates and durations as templates see them: the fields and methods of Python's datetime and pendulum's DateTime that
// templates use. A date without a zone, as macros.datetime makes it, stays without one.

import { strftime } from "./strftime.ts";

type Fields = Readonly<Record<string, unknown>>;
export type TemplateDate = Temporal.ZonedDateTime | Temporal.PlainDateTime;

export function dateFields(value: TemplateDate): Fields {
  const date = value instanceof Temporal.PlainDateTime ? value.toZonedDateTime("UTC") : value;
  const sameKind = (other: Temporal.ZonedDateTime) => (date === value ? other : other.toPlainDateTime());
  const day = date.toPlainDate().toString();
  const clock = date.toPlainTime().toString({ smallestUnit: "second" });
  const time = date.toPlainTime().toString({ fractionalSecondDigits: 6 }).replace(".000000", "");
  const iso = isoformat(value);
  return {
    __str__: iso.replace("T", " "),
    year: date.year,
    month: date.month,
    day: date.day,
    hour: date.hour,
    minute: date.minute,
    second: date.second,
    microsecond: date.millisecond * 1000 + date.microsecond,
    day_of_week: date.dayOfWeek - 1,
    day_of_year: date.dayOfYear,
    int_timestamp: Math.floor(date.epochMilliseconds / 1000),
    timezone_name: date.timeZoneId,
    strftime: (format: unknown) => strftime(date, String(format)),
    format: (format: unknown) => pendulumFormat(date, String(format)),
    isoformat: () => iso,
    timestamp: () => date.epochMilliseconds / 1000,
    date: () => day,
    time: () => time,
    weekday: () => date.dayOfWeek - 1,
    isoweekday: () => date.dayOfWeek,
    to_date_string: () => day,
    to_time_string: () => clock,
    to_datetime_string: () => `${day} ${clock}`,
    to_iso8601_string: () => iso.replace("+00:00", "Z"),
    add: (amount: unknown) => sameKind(date.add(Temporal.Duration.from(byName(amount)))),
    subtract: (amount: unknown) => sameKind(date.subtract(Temporal.Duration.from(byName(amount)))),
    replace: (fields: unknown) => sameKind(date.with(byName(fields))),
    in_timezone: (zone: unknown) => date.withTimeZone(String(zone)),
    in_tz: (zone: unknown) => date.withTimeZone(String(zone)),
    start_of: (unit: unknown) => sameKind(startOf(date, String(unit))),
    end_of: (unit: unknown) => sameKind(endOf(date, String(unit))),
  };
}

/** `2019-01-01T00:00:00+00:00`; microseconds only where there are any. */
export function isoformat(date: TemplateDate): string {
  const digits = { fractionalSecondDigits: 6 } as const;
  const text =
    date instanceof Temporal.PlainDateTime
      ? date.toString(digits)
      : date.toString({ ...digits, timeZoneName: "never" });
  return text.replace(".000000", "");
}

/** Python's arguments by name. */
export function byName(fields: unknown): object {
  if (typeof fields === "object" && fields !== null) return fields;
  throw new Error(`give what to change by name, as in days=1, not ${String(fields)}`);
}

function startOf(date: Temporal.ZonedDateTime, unit: string): Temporal.ZonedDateTime {
  const midnight = date.startOfDay();
  switch (unit) {
    case "year":
      return midnight.with({ month: 1, day: 1 });
    case "month":
      return midnight.with({ day: 1 });
    case "week":
      return midnight.subtract({ days: date.dayOfWeek - 1 });
    case "day":
      return midnight;
    case "hour":
    case "minute":
    case "second":
      return date.round({ smallestUnit: unit, roundingMode: "floor" });
    default:
      throw new Error(
        `start_of and end_of know year, month, week, day, hour, minute and second, not "${unit}"`,
      );
  }
}

function endOf(date: Temporal.ZonedDateTime, unit: string): Temporal.ZonedDateTime {
  return startOf(date, unit)
    .add({ [`${unit}s`]: 1 })
    .subtract({ microseconds: 1 });
}

const pendulumTokens: Readonly<Record<string, string>> = {
  YYYY: "%Y",
  YY: "%y",
  MMMM: "%B",
  MMM: "%b",
  MM: "%m",
  M: "%-m",
  DDDD: "%j",
  DD: "%d",
  D: "%-d",
  dddd: "%A",
  ddd: "%a",
  HH: "%H",
  H: "%-H",
  hh: "%I",
  h: "%-I",
  mm: "%M",
  m: "%-M",
  ss: "%S",
  s: "%-S",
  A: "%p",
};

function pendulumFormat(date: Temporal.ZonedDateTime, format: string): string {
  const token = /\[([^\]]*)\]|YYYY|YY|M{1,4}|D{4}|DD?|d{3,4}|HH?|hh?|mm?|ss?|A/g;
  return format.replace(token, (found, literal: string | undefined) =>
    literal === undefined ? strftime(date, pendulumTokens[found] ?? found) : literal,
  );
}

/** Python's timedelta. */
export function durationFields(duration: Temporal.Duration): Fields {
  const total = duration.total({ unit: "seconds", relativeTo: "2000-01-01T00:00Z[UTC]" });
  const days = Math.floor(total / 86_400);
  const seconds = total - days * 86_400;
  const clock = new Temporal.PlainTime()
    .add({ seconds })
    .toString({ smallestUnit: "second" })
    .replace(/^0/, "");
  return {
    __str__: days === 0 ? clock : `${days} day${Math.abs(days) === 1 ? "" : "s"}, ${clock}`,
    days,
    seconds,
    total_seconds: () => total,
  };
}

/** pendulum's diff_for_humans: "2 days before", or "2 days ago" when counted from now. */
export function forHumans(
  date: Temporal.ZonedDateTime,
  since: Temporal.ZonedDateTime | null,
  now: Temporal.ZonedDateTime,
): string {
  const other = since ?? now;
  const isPast = Temporal.ZonedDateTime.compare(date, other) <= 0;
  const span = date.until(other, { largestUnit: "years" }).abs();
  const weeks = Math.floor(span.days / 7);
  const counts = [
    [span.years, "year"],
    [span.months, "month"],
    [weeks, "week"],
    [span.days, "day"],
    [span.hours, "hour"],
    [span.minutes, "minute"],
    [span.seconds, "second"],
  ] as const;
  const [count, unit] = counts.find(([number]) => number > 0) ?? [0, "second"];
  const text =
    unit === "second" && count <= 10 ? "a few seconds" : `${count} ${unit}${count === 1 ? "" : "s"}`;
  if (since) return `${text} ${isPast ? "before" : "after"}`;
  return isPast ? `${text} ago` : `in ${text}`;
}
