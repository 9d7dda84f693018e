// The methods of dates with a time.

import { type Methods, methodOf } from "../python/bind.ts";
import { PythonError } from "../python/python-error.ts";
import { type Callable, countOf, integerOf, textOf, typeName } from "../python/values.ts";
import { Day, englishOnly, isLongYear, isoCalendar, ordinalOf, replaced, textArgument } from "./day.ts";
import { forHumans, Interval } from "./interval.ts";
import { Moment, momentArgument, timestampOf } from "./moment.ts";
import { TimeOfDay } from "./time-of-day.ts";
import { microsecondsOf, Timedelta } from "./timedelta.ts";
import { edgeOf, endOf, startOf, weekday } from "./units.ts";
import { Zone, zoneNamed } from "./zones.ts";

function zoneArgument(value: unknown): Zone {
  if (value instanceof Zone) return value;
  const name = textOf(value);
  if (name === undefined)
    throw new PythonError(
      `a time zone is named by a text such as "Europe/Amsterdam", not by a ${typeName(value)}`,
    );
  return zoneNamed(name);
}

/** The same clock time in the date's own zone. */
function at(self: Moment, plain: Temporal.PlainDateTime): Moment {
  return Moment.at(plain, self.zone, self.kind);
}

const fields = "year? month? day? hour? minute? second? microsecond?";

function withFields(self: Moment, given: readonly unknown[], zone: Zone | null): Moment {
  const [year, month, day, hour, minute, second, microsecond] = given;
  const micro = integerOf(microsecond);
  const below = micro === undefined ? {} : { millisecond: micro / 1000n, microsecond: micro % 1000n };
  const plain = replaced(self.plain, { year, month, day, hour, minute, second, ...below });
  return Moment.at(plain, zone, self.kind);
}

const momentMethods: Methods<Moment> = {
  strftime: ["/ format", (self, format) => self.strftime(textArgument(format, "the format"))],
  isoformat: [
    "sep? timespec?",
    (self, separator, timespec) =>
      self.iso(separator === undefined ? "T" : textArgument(separator, "sep"), timespec),
  ],
  date: ["", (self) => new Day(self.plain.toPlainDate(), self.kind)],
  time: ["", (self) => new TimeOfDay(self.plain.toPlainTime(), self.kind)],
  timestamp: ["", timestampOf],
  weekday: ["", (self) => BigInt(self.plain.dayOfWeek - 1)],
  isoweekday: ["", (self) => BigInt(self.plain.dayOfWeek)],
  isocalendar: ["", (self) => isoCalendar(self.plain)],
  toordinal: ["", (self) => ordinalOf(self.plain)],
  ctime: ["", (self) => `${self.strftime("%a %b %e %H:%M:%S")} ${String(self.plain.year).padStart(4, "0")}`],
  utcoffset: ["", (self) => (self.offset === null ? null : new Timedelta(BigInt(self.offset) * 1_000_000n))],
  tzname: ["", (self) => (self.zone === null ? null : self.abbreviation)],
  replace: [
    `${fields} tzinfo? fold?`,
    (self, ...given) => {
      const [tzinfo, fold] = given.slice(7);
      if (fold !== undefined) throw new PythonError("fold is not supported here");
      const zone = tzinfo === undefined ? self.zone : tzinfo === null ? null : zoneArgument(tzinfo);
      return withFields(self, given.slice(0, 7), zone);
    },
  ],
};

const amounts = "years? months? weeks? days? hours? minutes? seconds? microseconds?";
const names = ["years", "months", "weeks", "days", "hours", "minutes", "seconds", "microseconds"];

function moved(self: Moment, sign: 1n | -1n, given: readonly unknown[]): Moment {
  const parts: Record<string, bigint> = {};
  for (const [index, name] of names.entries()) {
    const amount = given[index];
    if (amount === undefined) continue;
    // Seconds may be a float.
    if (name === "seconds" && typeof amount === "number") {
      const micro = microsecondsOf(amount, 1_000_000n);
      parts["microseconds"] = (parts["microseconds"] ?? 0n) + sign * micro;
    } else {
      parts[name] = (parts[name] ?? 0n) + sign * BigInt(countOf(amount, name));
    }
  }
  return self.moved(parts);
}

const text = (format: string) => ["", (self: Moment) => self.pendulum(format)] as const;

const pendulumMethods: Methods<Moment> = {
  add: [amounts, (self, ...given) => moved(self, 1n, given)],
  subtract: [amounts, (self, ...given) => moved(self, -1n, given)],
  set: [
    `${fields} tz?`,
    (self, ...given) => {
      const [tz] = given.slice(7);
      return withFields(
        self,
        given.slice(0, 7),
        tz === undefined || tz === null ? self.zone : zoneArgument(tz),
      );
    },
  ],
  on: ["year month day", (self, year, month, day) => withFields(self, [year, month, day], self.zone)],
  at: [
    "hour minute? second? microsecond?",
    (self, hour, minute = 0n, second = 0n, micro = 0n) =>
      withFields(self, [null, null, null, hour, minute, second, micro], self.zone),
  ],
  format: [
    "fmt locale?",
    (self, format, locale) => {
      englishOnly(locale);
      return self.pendulum(textArgument(format, "the format"));
    },
  ],
  naive: ["", (self) => new Moment(self.plain, null, self.kind)],
  in_timezone: ["tz", (self, zone) => self.inZone(zoneArgument(zone))],
  in_tz: ["tz", (self, zone) => self.inZone(zoneArgument(zone))],
  astimezone: ["tz", (self, zone) => self.inZone(zoneArgument(zone))],
  get_offset: ["", (self) => (self.offset === null ? null : BigInt(self.offset))],
  is_utc: ["", (self) => self.offset === 0],
  is_leap_year: ["", (self) => self.plain.toPlainDate().inLeapYear],
  is_long_year: ["", (self) => isLongYear(self.plain.year)],
  is_same_day: [
    "dt",
    (self, other) => self.plain.toPlainDate().equals(momentArgument(other).plain.toPlainDate()),
  ],
  start_of: ["unit", (self, unit) => at(self, startOf(self.plain, unit))],
  end_of: ["unit", (self, unit) => at(self, endOf(self.plain, unit))],
  next: [
    "day_of_week? keep_time?",
    (self, day, keepsTime) => at(self, weekday(self.plain, day, keepsTime, 1)),
  ],
  previous: [
    "day_of_week? keep_time?",
    (self, day, keepsTime) => at(self, weekday(self.plain, day, keepsTime, -1)),
  ],
  first_of: ["unit day_of_week?", (self, unit, day) => at(self, edgeOf(self.plain, unit, day, "first"))],
  last_of: ["unit day_of_week?", (self, unit, day) => at(self, edgeOf(self.plain, unit, day, "last"))],
  diff: ["dt abs?", (self, other, isAbsolute) => difference(self, other, isAbsolute !== false)],
  diff_for_humans: [
    "other absolute? locale?",
    (self, other, isAbsolute, locale) => {
      englishOnly(locale);
      return forHumans(difference(self, other, true), false, isAbsolute === true);
    },
  ],
  to_date_string: text("YYYY-MM-DD"),
  to_formatted_date_string: text("MMM DD, YYYY"),
  to_time_string: text("HH:mm:ss"),
  to_datetime_string: text("YYYY-MM-DD HH:mm:ss"),
  to_day_datetime_string: text("ddd, MMM D, YYYY h:mm A"),
  to_atom_string: text("YYYY-MM-DDTHH:mm:ssZ"),
  to_cookie_string: text("dddd, DD-MMM-YYYY HH:mm:ss zz"),
  to_rfc822_string: text("ddd, DD MMM YY HH:mm:ss ZZ"),
  to_rfc850_string: text("dddd, DD-MMM-YY HH:mm:ss zz"),
  to_rfc1036_string: text("ddd, DD MMM YY HH:mm:ss ZZ"),
  to_rfc1123_string: text("ddd, DD MMM YYYY HH:mm:ss ZZ"),
  to_rfc2822_string: text("ddd, DD MMM YYYY HH:mm:ss ZZ"),
  to_rss_string: text("ddd, DD MMM YYYY HH:mm:ss ZZ"),
  to_w3c_string: text("YYYY-MM-DDTHH:mm:ssZ"),
  to_rfc3339_string: ["", (self) => self.iso("T")],
  to_iso8601_string: [
    "",
    (self) => (self.zone?.id === "UTC" ? self.iso("T").replace("+00:00", "Z") : self.iso("T")),
  ],
  for_json: ["", (self) => self.iso("T")],
};

export function methodOfMoment(self: Moment, name: string): Callable | undefined {
  const own = self.kind === "pendulum" ? methodOf(pendulumMethods, self, name) : undefined;
  return own ?? methodOf(momentMethods, self, name);
}

function difference(self: Moment, other: unknown, isAbsolute: boolean): Interval {
  const date = momentArgument(other);
  if ((date.zone === null) !== (self.zone === null))
    throw new PythonError("a date with a time zone and one without have no difference");
  return new Interval(self, date, isAbsolute);
}
