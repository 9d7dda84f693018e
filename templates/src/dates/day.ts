// A day without a time: Python's date, and pendulum's, which knows more.

import { type Methods, methodOf } from "../python/bind.ts";
import { PythonError } from "../python/python-error.ts";
import { countOf, PythonValue, textOf, Tuple } from "../python/values.ts";
import { type End, Interval } from "./interval.ts";
import { pendulumFormat, quarter } from "./pendulum-format.ts";
import { strftime } from "./strftime.ts";
import { absolute, floor, Timedelta } from "./timedelta.ts";
import { edgeOf, endOf, startOf, weekday } from "./units.ts";

export type Kind = "pendulum" | "python";

export class Day extends PythonValue implements End {
  readonly date: Temporal.PlainDate;
  readonly kind: Kind;
  readonly isDay = true;
  readonly zoneId = null;

  constructor(date: Temporal.PlainDate, kind: Kind) {
    super();
    this.date = date;
    this.kind = kind;
  }

  get typeName(): string {
    return this.kind === "pendulum" ? "Date" : "date";
  }

  get plain(): Temporal.PlainDateTime {
    return this.date.toPlainDateTime();
  }

  get epoch(): bigint {
    return BigInt(this.plain.toZonedDateTime("UTC").epochMilliseconds) * 1000n;
  }

  attribute(name: string): unknown {
    return (
      dayField(this.date, name, this.kind) ??
      methodOf(dayMethods, this, name) ??
      (this.kind === "pendulum" ? methodOf(pendulumMethods, this, name) : undefined)
    );
  }

  str(): string {
    return isoDay(this.date);
  }

  override repr(): string {
    const { year, month, day } = this.date;
    return `${this.kind === "pendulum" ? "Date" : "datetime.date"}(${year}, ${month}, ${day})`;
  }

  override key(): string {
    return `date ${this.str()}`;
  }

  override equals(other: unknown): boolean {
    return other instanceof Day && this.date.equals(other.date);
  }

  override compare(other: unknown): number | undefined {
    return other instanceof Day ? Temporal.PlainDate.compare(this.date, other.date) : undefined;
  }

  override arithmetic(operator: string, other: unknown, isReversed: boolean): unknown {
    if (other instanceof Timedelta && (operator === "+" || (operator === "-" && !isReversed))) {
      const days = wholeDays(other, this.kind);
      return new Day(this.date.add({ days: operator === "+" ? days : -days }), this.kind);
    }
    if (!(other instanceof Day) || operator !== "-" || isReversed) return undefined;
    if (this.kind === "pendulum" || other.kind === "pendulum") return new Interval(other, this);
    return new Timedelta(this.epoch - other.epoch);
  }

  /** As `"{:…}".format(day)` writes it. */
  format(spec: string): string {
    if (spec === "") return this.str();
    return this.kind === "pendulum" && !spec.includes("%") ? this.pendulum(spec) : this.strftime(spec);
  }

  strftime(format: string): string {
    return strftime({ plain: this.plain, offset: null, zoneName: () => "" }, format);
  }

  pendulum(format: string): string {
    const none = () => "";
    const formattable = {
      plain: this.plain,
      hasDay: true,
      hasTime: false,
      offset: null,
      epochSeconds: () => 0n,
      zoneName: none,
      abbreviation: none,
    };
    return pendulumFormat(formattable, format);
  }
}

/** A date takes only whole days: Python's rounds down, pendulum's towards zero where the span is one of its own. */
function wholeDays(span: Timedelta, kind: Kind): number {
  const day = 86_400_000_000n;
  const down = Number(floor(span.microseconds, day));
  if (kind === "python" || span.typeName === "timedelta") return down;
  const days = Number(absolute(span.microseconds) / day);
  return span.microseconds < 0n ? -days : days;
}

export function isoDay(date: Temporal.PlainDate | Temporal.PlainDateTime): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${String(date.year).padStart(4, "0")}-${two(date.month)}-${two(date.day)}`;
}

/** The fields that days and dates with a time share. */
export function dayField(
  date: Temporal.PlainDate | Temporal.PlainDateTime,
  name: string,
  kind: Kind,
): unknown {
  switch (name) {
    case "year":
      return BigInt(date.year);
    case "month":
      return BigInt(date.month);
    case "day":
      return BigInt(date.day);
    default:
      return kind === "pendulum" ? pendulumField(date, name) : undefined;
  }
}

function pendulumField(date: Temporal.PlainDate | Temporal.PlainDateTime, name: string): unknown {
  switch (name) {
    case "day_of_week":
      return BigInt(date.dayOfWeek - 1);
    case "day_of_year":
      return BigInt(date.dayOfYear);
    case "week_of_year":
      return BigInt(date.weekOfYear ?? 0);
    case "week_of_month":
      return BigInt(Math.ceil((date.day + date.with({ day: 1 }).dayOfWeek - 1) / 7));
    case "days_in_month":
      return BigInt(date.daysInMonth);
    case "quarter":
      return BigInt(quarter(date));
    default:
      return undefined;
  }
}

export function isoCalendar(date: Temporal.PlainDate | Temporal.PlainDateTime): Tuple {
  const items = [BigInt(date.yearOfWeek ?? 0), BigInt(date.weekOfYear ?? 0), BigInt(date.dayOfWeek)];
  return new Tuple(items, ["year", "week", "weekday"], "datetime.IsoCalendarDate");
}

export function ordinalOf(date: Temporal.PlainDate | Temporal.PlainDateTime): bigint {
  const day = date instanceof Temporal.PlainDate ? date : date.toPlainDate();
  return BigInt(new Temporal.PlainDate(1, 1, 1).until(day).days + 1);
}

export function textArgument(value: unknown, what: string): string {
  const text = textOf(value);
  if (text === undefined) throw new PythonError(`${what} must be a str`);
  return text;
}

export function englishOnly(locale: unknown): void {
  if (locale === undefined || locale === null || locale === "en") return;
  throw new PythonError(
    "dates in languages other than English are not supported here; there is macros.ds_format_locale",
  );
}

/** Python's replace: a field that is out of range is an error. */
export function replaced<T extends Temporal.PlainDate | Temporal.PlainDateTime>(
  date: T,
  fields: Readonly<Record<string, unknown>>,
): T {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  if (given.length === 0) return date;
  const numbers = Object.fromEntries(given.map(([name, value]) => [name, countOf(value, name)]));
  try {
    return date.with(numbers, { overflow: "reject" }) as T;
  } catch (cause) {
    throw new PythonError(
      `there is no such date: ${given.map(([name, value]) => `${name}=${String(value)}`).join(", ")}`,
      { cause },
    );
  }
}

const dayMethods: Methods<Day> = {
  isoformat: ["", (self) => self.str()],
  strftime: ["/ format", (self, format) => self.strftime(textArgument(format, "the format"))],
  weekday: ["", (self) => BigInt(self.date.dayOfWeek - 1)],
  isoweekday: ["", (self) => BigInt(self.date.dayOfWeek)],
  isocalendar: ["", (self) => isoCalendar(self.date)],
  toordinal: ["", (self) => ordinalOf(self.date)],
  ctime: ["", (self) => `${self.strftime("%a %b %e 00:00:00")} ${String(self.date.year).padStart(4, "0")}`],
  replace: [
    "year? month? day?",
    (self, year, month, day) => new Day(replaced(self.date, { year, month, day }), self.kind),
  ],
};

const amounts = "years? months? weeks? days?";

function moved(self: Day, sign: 1 | -1, given: readonly unknown[]): Day {
  const [years, months, weeks, days] = given.map(
    (amount) => sign * (amount === undefined ? 0 : countOf(amount, "each amount")),
  );
  const duration = { years: years ?? 0, months: months ?? 0 };
  const date = self.date.add(duration).add({ days: (weeks ?? 0) * 7 + (days ?? 0) });
  return new Day(date, self.kind);
}

const pendulumMethods: Methods<Day> = {
  add: [amounts, (self, ...given) => moved(self, 1, given)],
  subtract: [amounts, (self, ...given) => moved(self, -1, given)],
  format: [
    "fmt locale?",
    (self, format, locale) => {
      englishOnly(locale);
      return self.pendulum(textArgument(format, "the format"));
    },
  ],
  to_date_string: ["", (self) => self.pendulum("YYYY-MM-DD")],
  to_formatted_date_string: ["", (self) => self.pendulum("MMM DD, YYYY")],
  is_leap_year: ["", (self) => self.date.inLeapYear],
  is_long_year: ["", (self) => isLongYear(self.date.year)],
  start_of: ["unit", (self, unit) => new Day(startOf(self.plain, unit, true).toPlainDate(), self.kind)],
  end_of: ["unit", (self, unit) => new Day(endOf(self.plain, unit, true).toPlainDate(), self.kind)],
  diff: [
    "dt abs?",
    (self, other, isAbsolute) => {
      if (!(other instanceof Day)) throw new PythonError("diff takes a date");
      return new Interval(self, other, isAbsolute !== false);
    },
  ],
  next: ["day_of_week?", (self, day) => new Day(weekday(self.plain, day, false, 1).toPlainDate(), self.kind)],
  previous: [
    "day_of_week?",
    (self, day) => new Day(weekday(self.plain, day, false, -1).toPlainDate(), self.kind),
  ],
  first_of: [
    "unit day_of_week?",
    (self, unit, day) => new Day(edgeOf(self.plain, unit, day, "first").toPlainDate(), self.kind),
  ],
  last_of: [
    "unit day_of_week?",
    (self, unit, day) => new Day(edgeOf(self.plain, unit, day, "last").toPlainDate(), self.kind),
  ],
  set: [
    "year? month? day?",
    (self, year, month, day) => new Day(replaced(self.date, { year, month, day }), self.kind),
  ],
};

export function isLongYear(year: number): boolean {
  return new Temporal.PlainDate(year, 12, 28).weekOfYear === 53;
}
