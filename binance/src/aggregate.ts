// Minutes to hours to days, as pure functions, in UTC, and exact to the last printed digit.
//
// An hour is calculated from the `price` of its minutes, a day from the rows of its hours, as they are in the files:
// anyone who recalculates a file from the files finds the same digits. Everything but price_float has the eight decimals
// of the exchange; only averages and percentages are ever rounded, half away from zero. A day's average weighs each
// hour by its points, and is off the average of all minutes by one in the eighth decimal at most.

import { divideRounded, formatDecimal, parseDecimal } from "./decimal.ts";
import type { AveragePrice } from "./exchange/prices.ts";
import type { DayRow, HourRow, MinuteRow } from "./series/series.ts";
import {
  dateText,
  day,
  hour,
  hourText,
  minute,
  readableText,
  startOf,
  timestampText,
  type Moment,
} from "./times.ts";

/** What the exchange has answered, as the row of the minute that was asked about. */
export function minuteRow(moment: Moment, { mins, price, closeTime }: AveragePrice): MinuteRow {
  const start = startOf(minute, moment);
  return {
    mins: String(mins),
    price,
    closeTime: String(closeTime),
    timestamp: timestampText(start),
    fetch_time: readableText(start),
    price_float: formatDecimal(parseDecimal(price), 2),
  };
}

/** What must be known about the minutes of an hour. Prices in hundred-millionths. */
export interface HourFacts {
  readonly points: bigint;
  readonly sum: bigint;
  readonly least: bigint;
  readonly most: bigint;
  readonly first: bigint;
  readonly last: bigint;
}

/** The hour that the moment belongs to, from those of the minutes that are in it. */
export function hourRow(moment: Moment, minutes: readonly MinuteRow[]): HourRow {
  const start = startOf(hour, moment);
  const prices = minutes
    .filter(({ timestamp }) => timestamp.startsWith(`${dateText(start)}T${hourText(start)}:`))
    .toSorted((a, b) => compare(a.timestamp, b.timestamp))
    .map(({ price }) => parseDecimal(price));
  const [first] = prices;
  const last = prices.at(-1);
  if (first === undefined || last === undefined) return writeHour(moment, null);
  return writeHour(moment, {
    points: BigInt(prices.length),
    sum: sum(prices),
    least: least(prices),
    most: most(prices),
    first,
    last,
  });
}

/** Null if the hour has no minute with a price. */
export function writeHour(moment: Moment, facts: HourFacts | null): HourRow {
  const start = startOf(hour, moment);
  if (!facts) {
    throw new Error(`there is no price from ${readableText(start)} to ${readableText(start + hour)} (UTC)`);
  }
  return {
    date: dateText(start),
    hour: hourText(start),
    avg_price: formatDecimal(divideRounded(facts.sum, facts.points)),
    min_price: formatDecimal(facts.least),
    max_price: formatDecimal(facts.most),
    first_price: formatDecimal(facts.first),
    last_price: formatDecimal(facts.last),
    data_points: String(facts.points),
    calculated_at: readableText(start + hour),
  };
}

/** What must be known about the hours of a day. Prices in hundred-millionths. */
export interface DayFacts {
  readonly hours: bigint;
  readonly points: bigint;
  /** Each hour's average times its points. */
  readonly worth: bigint;
  readonly least: bigint;
  readonly most: bigint;
  readonly opening: bigint;
  readonly closing: bigint;
}

/** The day that the moment belongs to, from those of the hours that are in it. */
export function dayRow(moment: Moment, hours: readonly HourRow[]): DayRow {
  const date = dateText(startOf(day, moment));
  const own = hours.filter((row) => row.date === date).toSorted((a, b) => compare(a.hour, b.hour));
  const [first] = own;
  const last = own.at(-1);
  if (!first || !last) return writeDay(moment, null);
  return writeDay(moment, {
    hours: BigInt(own.length),
    points: sum(own.map(pointsOf)),
    worth: sum(own.map((row) => parseDecimal(row.avg_price) * pointsOf(row))),
    least: least(own.map((row) => parseDecimal(row.min_price))),
    most: most(own.map((row) => parseDecimal(row.max_price))),
    opening: parseDecimal(first.first_price),
    closing: parseDecimal(last.last_price),
  });
}

/** Null if the day has no hour. */
export function writeDay(moment: Moment, facts: DayFacts | null): DayRow {
  const start = startOf(day, moment);
  const date = dateText(start);
  if (!facts) throw new Error(`there is no hour with prices on ${date} (UTC)`);
  const { opening, closing } = facts;
  const change = closing - opening;
  return {
    date,
    avg_price: formatDecimal(divideRounded(facts.worth, facts.points)),
    min_price: formatDecimal(facts.least),
    max_price: formatDecimal(facts.most),
    opening_price: formatDecimal(opening),
    closing_price: formatDecimal(closing),
    price_change: formatDecimal(change),
    price_change_pct: formatDecimal(opening === 0n ? 0n : divideRounded(change * hundred, opening)),
    total_data_points: String(facts.points),
    hours_with_data: String(facts.hours),
    calculated_at: readableText(start + day),
  };
}

export function pointsOf({ date, hour: hourOfDay, data_points: points }: HourRow): bigint {
  if (/^[1-9]\d*$/.test(points)) return BigInt(points);
  throw new Error(
    `the row of hour ${hourOfDay} on ${date} has data_points "${points}"; expected a whole number, 1 or more: ` +
      `calculate that hour again`,
  );
}

/** Percent, in hundred-millionths. */
const hundred = 100n * 10n ** 8n;

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

function least(values: readonly bigint[]): bigint {
  return values.reduce((best, value) => (value < best ? value : best));
}

function most(values: readonly bigint[]): bigint {
  return values.reduce((best, value) => (value > best ? value : best));
}
