// An hour from its minutes, with polars.

import { writeHour, type HourRow, type MinuteRow, type Moment } from "@daglings/binance";
import { hourFacts, hourOf, unitsOf } from "@daglings/dataframes";
import pl from "nodejs-polars";

export async function hourRow(moment: Moment, rows: readonly MinuteRow[]): Promise<HourRow> {
  const times = rows.map(({ timestamp }) => timestamp);
  const prices = rows.map(({ price }) => unitsOf(price));
  const minutes = pl.DataFrame([
    pl.Series("timestamp", times, pl.String),
    pl.Series("price", prices, pl.Int64),
  ]);
  const price = pl.col("price");
  const [facts] = minutes
    .filter(pl.col("timestamp").str.startsWith(hourOf(moment)))
    .sort("timestamp")
    .select(
      pl.len().alias("points"),
      price.sum().alias("sum"),
      price.min().alias("least"),
      price.max().alias("most"),
      price.first().alias("first"),
      price.last().alias("last"),
    )
    .toRecords();
  return writeHour(moment, hourFacts(facts));
}
