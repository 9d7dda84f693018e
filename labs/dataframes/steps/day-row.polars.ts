// A day from its hours, with polars.

import { pointsOf, writeDay, type DayRow, type HourRow, type Moment } from "@daglings/binance";
import { dateOf, dayFacts, dollarsOf, restOf, unitsOf } from "@daglings/dataframes";
import pl from "nodejs-polars";

export async function dayRow(moment: Moment, rows: readonly HourRow[]): Promise<DayRow> {
  const text = (name: string, value: (row: HourRow) => string) => pl.Series(name, rows.map(value), pl.String);
  const whole = (name: string, value: (row: HourRow) => number) => pl.Series(name, rows.map(value), pl.Int64);
  const hours = pl.DataFrame([
    text("date", ({ date }) => date),
    text("hour", ({ hour }) => hour),
    whole("points", (row) => Number(pointsOf(row))),
    whole("dollars", (row) => dollarsOf(row.avg_price)),
    whole("rest", (row) => restOf(row.avg_price)),
    whole("least", (row) => unitsOf(row.min_price)),
    whole("most", (row) => unitsOf(row.max_price)),
    whole("first", (row) => unitsOf(row.first_price)),
    whole("last", (row) => unitsOf(row.last_price)),
  ]);
  const points = pl.col("points");
  const [facts] = hours
    .filter(pl.col("date").eq(pl.lit(dateOf(moment))))
    .sort("hour")
    .select(
      pl.len().alias("hours"),
      points.sum().alias("points"),
      pl.col("dollars").mul(points).sum().alias("dollars"),
      pl.col("rest").mul(points).sum().alias("rest"),
      pl.col("least").min().alias("least"),
      pl.col("most").max().alias("most"),
      pl.col("first").first().alias("opening"),
      pl.col("last").last().alias("closing"),
    )
    .toRecords();
  return writeDay(moment, dayFacts(facts));
}
