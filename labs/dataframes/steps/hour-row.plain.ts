// An hour from its minutes, in plain TypeScript.

import { writeHour, type HourRow, type MinuteRow, type Moment } from "@daglings/binance";
import { hourFacts, hourOf, unitsOf } from "@daglings/dataframes";

export async function hourRow(moment: Moment, rows: readonly MinuteRow[]): Promise<HourRow> {
  const own = rows
    .filter(({ timestamp }) => timestamp.startsWith(hourOf(moment)))
    .toSorted((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
  const prices = own.map(({ price }) => unitsOf(price));
  const facts = hourFacts({
    points: prices.length,
    sum: prices.reduce((sum, price) => sum + price, 0),
    least: Math.min(...prices),
    most: Math.max(...prices),
    first: prices.at(0),
    last: prices.at(-1),
  });
  return writeHour(moment, facts);
}
