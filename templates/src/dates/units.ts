// pendulum's start_of and end_of, and its ways to the next Monday or a month's last Friday.

import { PythonError } from "../python/python-error.ts";
import { countOf } from "../python/values.ts";

const known = ["second", "minute", "hour", "day", "week", "month", "year", "decade", "century"];

export function startOf(date: Temporal.PlainDateTime, unit: unknown, isDay = false): Temporal.PlainDateTime {
  const midnight = date.withPlainTime();
  switch (unit) {
    case "century":
      return midnight.with({ year: date.year - 1 - ((date.year - 1) % 100) + 1, month: 1, day: 1 });
    case "decade":
      return midnight.with({ year: date.year - (date.year % 10), month: 1, day: 1 });
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
      if (!isDay) return date.round({ smallestUnit: unit, roundingMode: "floor" });
  }
  const units = isDay ? known.slice(3) : known;
  throw new PythonError(
    `start_of and end_of know ${units.slice(0, -1).join(", ")} and ${units.at(-1)}, not ${JSON.stringify(unit)}`,
  );
}

export function endOf(date: Temporal.PlainDateTime, unit: unknown, isDay = false): Temporal.PlainDateTime {
  const years = { decade: 10, century: 100 }[String(unit)];
  const span = years === undefined ? { [`${String(unit)}s`]: 1 } : { years };
  return startOf(date, unit, isDay).add(span).subtract({ microseconds: 1 });
}

/** 0 is Monday. */
function weekdayOf(value: unknown, otherwise: number): number {
  const number = value === undefined || value === null ? otherwise : countOf(value, "day_of_week");
  if (number < 0 || number > 6) throw new PythonError("day_of_week goes from 0, Monday, to 6, Sunday");
  return number;
}

/** The next or previous Monday and so on, at midnight. */
export function weekday(
  date: Temporal.PlainDateTime,
  day: unknown,
  keepsTime: unknown,
  step: 1 | -1,
): Temporal.PlainDateTime {
  const wanted = weekdayOf(day, date.dayOfWeek - 1);
  const from = keepsTime === true ? date : date.withPlainTime();
  const distance = (step * (wanted - (from.dayOfWeek - 1)) + 7) % 7 || 7;
  return from.add({ days: step * distance });
}

/** The first or last day of a month, a quarter or a year, or its first or last Monday and so on, at midnight. */
export function edgeOf(
  date: Temporal.PlainDateTime,
  unit: unknown,
  day: unknown,
  edge: "first" | "last",
): Temporal.PlainDateTime {
  const { month } = date;
  const monthsOf: Readonly<Record<string, readonly [number, number]>> = {
    month: [month, month],
    quarter: [Math.ceil(month / 3) * 3 - 2, Math.ceil(month / 3) * 3],
    year: [1, 12],
  };
  const [first, last] = monthsOf[String(unit)] ?? [0, 0];
  if (first === 0)
    throw new PythonError(`${edge}_of knows month, quarter and year, not ${JSON.stringify(unit)}`);
  const midnight = date.withPlainTime().with({ day: 1, month: edge === "first" ? first : last });
  const start = edge === "first" ? midnight : midnight.with({ day: midnight.daysInMonth });
  if (day === undefined || day === null) return start;
  const wanted = weekdayOf(day, 0);
  const own = start.dayOfWeek - 1;
  return edge === "first"
    ? start.add({ days: (wanted - own + 7) % 7 })
    : start.subtract({ days: (own - wanted + 7) % 7 });
}
