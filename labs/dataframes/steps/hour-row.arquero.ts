// An hour from its minutes, with arquero.

import { op, table } from "arquero";
import { writeHour, type HourRow, type MinuteRow, type Moment } from "@daglings/binance";
import { hourFacts, hourOf, unitsOf } from "@daglings/dataframes";

export async function hourRow(moment: Moment, rows: readonly MinuteRow[]): Promise<HourRow> {
  const minutes = table({
    timestamp: rows.map(({ timestamp }) => timestamp),
    price: rows.map(({ price }) => unitsOf(price)),
  })
    .params({ hour: hourOf(moment) })
    .filter((row: MinuteRow, { hour }: { hour: string }) => op.startswith(row.timestamp, hour))
    .orderby("timestamp");
  const [facts] = minutes
    .rollup({
      points: op.count(),
      sum: op.sum("price"),
      least: op.min("price"),
      most: op.max("price"),
      prices: op.array_agg("price"),
    })
    .objects();
  return writeHour(moment, hourFacts({ ...facts, first: facts.prices.at(0), last: facts.prices.at(-1) }));
}
