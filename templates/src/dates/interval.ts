// pendulum's Interval: the time between two dates, in calendar units.

import { type Methods, methodOf } from "../python/bind.ts";
import { Duration, durationMethods, inWords, separatorOf, Timedelta } from "./timedelta.ts";

/** A date of either kind, as an interval needs it. */
export interface End {
  readonly plain: Temporal.PlainDateTime;
  /** Microseconds; of a date without a zone, as if in UTC. */
  readonly epoch: bigint;
  readonly zoneId: string | null;
  readonly isDay: boolean;
  str(): string;
  equals(other: unknown): boolean;
}

interface Parts {
  readonly years: number;
  readonly months: number;
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly totalDays: number;
}

export class Interval extends Duration {
  override readonly typeName = "Interval";
  readonly start: End;
  readonly end: End;
  readonly isInverted: boolean;
  readonly #isAbsolute: boolean;
  readonly #parts: Parts;

  constructor(start: End, end: End, isAbsolute = false) {
    const isInverted = start.epoch > end.epoch;
    const [from, to] = isAbsolute && isInverted ? [end, start] : [start, end];
    super(to.epoch - from.epoch);
    this.start = from;
    this.end = to;
    this.isInverted = isInverted;
    this.#isAbsolute = isAbsolute;
    this.#parts = preciseDifference(from, to);
  }

  override make(microseconds: bigint): Duration {
    return new Duration(microseconds);
  }

  get calendar(): Record<"years" | "months" | "weeks" | "days" | "hours" | "minutes" | "seconds", bigint> {
    const { years, months, days, hours, minutes } = this.#parts;
    return {
      years: BigInt(years),
      months: BigInt(months),
      weeks: BigInt(Math.trunc(days / 7)),
      days: BigInt(days % 7),
      hours: BigInt(hours),
      minutes: BigInt(minutes),
      seconds: this.split().seconds,
    };
  }

  override attribute(name: string): unknown {
    const { years, months, weeks, days, hours, minutes } = this.calendar;
    switch (name) {
      case "years":
        return years;
      case "months":
        return months;
      case "weeks":
        return weeks;
      case "remaining_days":
        return days;
      case "hours":
        return hours;
      case "minutes":
        return minutes;
      case "invert":
        return this.isInverted;
      case "start":
        return this.start;
      case "end":
        return this.end;
      default:
        return methodOf(intervalMethods, this, name) ?? super.attribute(name);
    }
  }

  get totalDays(): bigint {
    return BigInt(this.#parts.totalDays);
  }

  override words(separator: string): string {
    return inWords(this.calendar, this.split().rest, separator, "second");
  }

  override str(): string {
    return `<Interval [${this.start.str()} -> ${this.end.str()}]>`;
  }

  override repr(): string {
    return this.str();
  }

  override equals(other: unknown): boolean {
    if (other instanceof Interval) return this.start.equals(other.start) && this.end.equals(other.end);
    return other instanceof Timedelta && other.microseconds === this.microseconds;
  }

  override arithmetic(operator: string, other: unknown, isReversed: boolean): unknown {
    if (operator === "negative") return new Interval(this.end, this.start, this.#isAbsolute);
    if (operator === "absolute") return new Interval(this.start, this.end, true);
    return super.arithmetic(operator, other, isReversed);
  }
}

const intervalMethods: Methods<Interval> = {
  ...(durationMethods as Methods<Interval>),
  in_years: ["", (self) => self.calendar.years],
  in_months: ["", (self) => self.calendar.years * 12n + self.calendar.months],
  in_days: ["", (self) => self.totalDays],
  in_weeks: ["", (self) => self.totalDays / 7n],
  in_words: ["locale? separator?", (self, locale, separator) => self.words(separatorOf(locale, separator))],
  as_duration: ["", (self) => new Duration(self.microseconds)],
};

/** As pendulum counts: years, months and days by the calendar, hours by the clock. */
function preciseDifference(first: End, second: End): Parts {
  const isBackward = first.epoch > second.epoch;
  const sign = isBackward ? -1 : 1;
  const [from, to] = isBackward ? [second, first] : [first, second];
  const totalDays = from.plain.toPlainDate().until(to.plain.toPlainDate()).days;
  // In two zones, or within a day, the clocks are compared in UTC.
  const isLocal = (from.zoneId === to.zoneId && totalDays !== 0) || from.zoneId === null || from.isDay;
  const [a, b] = isLocal ? [from.plain, to.plain] : [inUtc(from.epoch), inUtc(to.epoch)];
  const micro = (date: Temporal.PlainDateTime) => date.millisecond * 1000 + date.microsecond;

  let seconds = b.second - a.second - (micro(b) < micro(a) ? 1 : 0);
  let minutes = b.minute - a.minute;
  let hours = b.hour - a.hour;
  let days = b.day - a.day;
  let months = b.month - a.month;
  let years = b.year - a.year;
  if (seconds < 0) [seconds, minutes] = [seconds + 60, minutes - 1];
  if (minutes < 0) [minutes, hours] = [minutes + 60, hours - 1];
  if (hours < 0) [hours, days] = [hours + 24, days - 1];
  if (days < 0) {
    const before = b.with({ day: 1 }).subtract({ months: 1 }).daysInMonth;
    const longer = b.daysInMonth - before;
    if (days < longer) {
      days += before < a.day ? a.day : before;
      months--;
    } else if (days === longer) {
      days = 0;
    } else {
      days += before;
      months--;
    }
  }
  if (months < 0) [months, years] = [months + 12, years - 1];
  const signed = (value: number) => value * sign || 0;
  return {
    years: signed(years),
    months: signed(months),
    days: signed(days),
    hours: signed(hours),
    minutes: signed(minutes),
    totalDays: signed(totalDays),
  };
}

export function inUtc(epoch: bigint): Temporal.PlainDateTime {
  return new Temporal.ZonedDateTime(epoch * 1000n, "UTC").toPlainDateTime();
}

/** pendulum's diff_for_humans: "2 days before", or "2 days ago" when counted from now. */
export function forHumans(interval: Interval, isFromNow: boolean, isAbsolute = false): string {
  const { years, months, weeks, days, hours, minutes, seconds } = interval.calendar;
  const dayCount = weeks * 7n + days;
  const [count, unit] =
    years > 0n
      ? ([years + BigInt(months > 6n), "year"] as const)
      : months === 11n && dayCount > 15n
        ? ([1n, "year"] as const)
        : months > 0n
          ? ([months + BigInt(dayCount >= 27n), "month"] as const)
          : weeks > 0n
            ? ([weeks + BigInt(days > 3n), "week"] as const)
            : days > 0n
              ? ([days + BigInt(hours >= 22n), "day"] as const)
              : hours > 0n
                ? ([hours, "hour"] as const)
                : minutes > 0n
                  ? ([minutes, "minute"] as const)
                  : ([seconds, "second"] as const);
  const isFew = unit === "second" && count <= 10n;
  const text = isFew ? "a few seconds" : `${count} ${unit}${count === 1n ? "" : "s"}`;
  if (isAbsolute) return text;
  if (!isFromNow) return `${text} ${interval.isInverted ? "after" : "before"}`;
  return interval.isInverted ? `in ${text}` : `${text} ago`;
}
