// `macros.datetime`: Python's datetime, a class with what makes dates.

import { bind, callable } from "../python/bind.ts";
import { PythonError } from "../python/python-error.ts";
import { Callable, countOf, isNumber } from "../python/values.ts";
import { Day, textArgument } from "./day.ts";
import { Moment } from "./moment.ts";
import { parseIso } from "./parse-loosely.ts";
import { naive, withOffset } from "./python-dates.ts";
import { strptime } from "./strptime.ts";
import { TimeOfDay } from "./time-of-day.ts";
import { Zone } from "./zones.ts";

/** `now`: epoch milliseconds. */
export function datetimeClass(now: () => number): Callable {
  const nowHere = () =>
    naive(Temporal.Instant.fromEpochMilliseconds(now()).toZonedDateTimeISO("UTC").toPlainDateTime());
  const attributes = {
    now: callable("now", "tz?", (zone) => {
      if (zone === undefined || zone === null) return nowHere();
      if (!(zone instanceof Zone)) throw new PythonError("now takes a time zone");
      return new Moment(
        Temporal.Instant.fromEpochMilliseconds(now()).toZonedDateTimeISO(zone.id),
        zone,
        "python",
      );
    }),
    utcnow: callable("utcnow", "", nowHere),
    today: callable("today", "", nowHere),
    fromisoformat: callable("fromisoformat", "/ date_string", (text) =>
      parseIso(textArgument(text, "the date")),
    ),
    strptime: callable("strptime", "/ date_string format", (text, format) => {
      const { plain, offset } = strptime(textArgument(text, "the date"), textArgument(format, "the format"));
      return offset === null ? naive(plain) : withOffset(plain, offset);
    }),
    fromtimestamp: callable("fromtimestamp", "/ timestamp", fromTimestamp),
    utcfromtimestamp: callable("utcfromtimestamp", "/ timestamp", fromTimestamp),
    combine: callable("combine", "date time", (day, time) => {
      if (!(day instanceof Day) || !(time instanceof TimeOfDay))
        throw new PythonError("combine takes a date and a time");
      return naive(day.date.toPlainDateTime(time.time));
    }),
    min: naive(new Temporal.PlainDateTime(1, 1, 1)),
    max: naive(new Temporal.PlainDateTime(9999, 12, 31, 23, 59, 59, 999, 999)),
  };
  return new Callable(
    "datetime",
    (call) => {
      const [year, month, day, ...rest] = bind(
        "datetime",
        "year month day hour? minute? second? microsecond? tzinfo?",
        call,
      );
      const numbers = [year, month, day, ...rest.slice(0, 4)].map((part) =>
        part === undefined ? 0 : countOf(part, "each part"),
      );
      const zone = rest[4];
      const plain = plainOf(numbers);
      return zone instanceof Zone ? Moment.at(plain, zone, "python") : naive(plain);
    },
    attributes,
    "<class 'datetime.datetime'>",
  );
}

function plainOf([
  year = 0,
  month = 0,
  day = 0,
  hour,
  minute,
  second,
  micro = 0,
]: readonly number[]): Temporal.PlainDateTime {
  const below = { millisecond: Math.floor(micro / 1000), microsecond: micro % 1000 };
  try {
    const fields = { year, month, day, hour: hour ?? 0, minute: minute ?? 0, second: second ?? 0, ...below };
    return Temporal.PlainDateTime.from(fields, { overflow: "reject" });
  } catch (cause) {
    throw new PythonError(
      `there is no such date as ${[year, month, day, hour, minute, second].filter((part) => part !== undefined).join(", ")}`,
      { cause },
    );
  }
}

function fromTimestamp(seconds: unknown): Moment {
  if (!isNumber(seconds)) throw new PythonError("a timestamp is a number");
  const micro = Math.round(Number(seconds) * 1e6);
  return naive(new Temporal.ZonedDateTime(BigInt(micro) * 1000n, "UTC").toPlainDateTime());
}
