// An hour from its minutes, with danfojs.

import { writeHour, type HourRow, type MinuteRow, type Moment } from "@daglings/binance";
import { hourFacts, hourOf, unitsOf } from "@daglings/dataframes";
import { DataFrame } from "danfojs-node";

export async function hourRow(moment: Moment, rows: readonly MinuteRow[]): Promise<HourRow> {
  const isOwn = rows.map(({ timestamp }) => timestamp.startsWith(hourOf(moment)));
  // danfojs makes no table without rows.
  if (!isOwn.includes(true)) return writeHour(moment, null);
  const minutes = new DataFrame(rows.map(({ timestamp, price }) => ({ timestamp, price: unitsOf(price) })));
  const prices = minutes.query(isOwn).sortValues("timestamp").column("price");
  const facts = hourFacts({
    points: prices.count(),
    sum: prices.sum(),
    least: prices.min(),
    most: prices.max(),
    first: prices.values.at(0),
    last: prices.values.at(-1),
  });
  return writeHour(moment, facts);
}
