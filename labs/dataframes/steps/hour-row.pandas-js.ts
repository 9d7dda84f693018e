// An hour from its minutes, with pandas-js.

import { writeHour, type HourRow, type MinuteRow, type Moment } from "@daglings/binance";
import { hourFacts, hourOf, unitsOf } from "@daglings/dataframes";
import { Series } from "pandas-js";

export async function hourRow(moment: Moment, rows: readonly MinuteRow[]): Promise<HourRow> {
  const allTimes = new Series(rows.map(({ timestamp }) => timestamp));
  const allPrices = new Series(rows.map(({ price }) => unitsOf(price)));

  const isOwn = allTimes.map((timestamp) => timestamp.startsWith(hourOf(moment)));
  const times = allTimes.filter(isOwn);
  const prices = allPrices.filter(isOwn);
  const facts = hourFacts({
    points: prices.length,
    sum: prices.sum(),
    least: prices.values.min(),
    most: prices.values.max(),
    first: prices.filter(times.eq(times.values.min())).iloc(0),
    last: prices.filter(times.eq(times.values.max())).iloc(0),
  });
  return writeHour(moment, facts);
}
