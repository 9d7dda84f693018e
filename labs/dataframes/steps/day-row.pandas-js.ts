// A day from its hours, with pandas-js.

import { pointsOf, writeDay, type DayRow, type HourRow, type Moment } from "@daglings/binance";
import { dateOf, dayFacts, dollarsOf, restOf, unitsOf } from "@daglings/dataframes";
import { Series } from "pandas-js";

export async function dayRow(moment: Moment, rows: readonly HourRow[]): Promise<DayRow> {
  const isOwn = new Series(rows.map(({ date }) => date)).eq(dateOf(moment));
  const column = (value: (row: HourRow) => string | number) => new Series(rows.map(value)).filter(isOwn);

  const hours = column(({ hour }) => hour);
  const points = column((row) => Number(pointsOf(row)));
  const facts = dayFacts({
    hours: hours.length,
    points: points.sum(),
    dollars: column((row) => dollarsOf(row.avg_price))
      .mul(points)
      .sum(),
    rest: column((row) => restOf(row.avg_price))
      .mul(points)
      .sum(),
    least: column((row) => unitsOf(row.min_price)).values.min(),
    most: column((row) => unitsOf(row.max_price)).values.max(),
    opening: column((row) => unitsOf(row.first_price))
      .filter(hours.eq(hours.values.min()))
      .iloc(0),
    closing: column((row) => unitsOf(row.last_price))
      .filter(hours.eq(hours.values.max()))
      .iloc(0),
  });
  return writeDay(moment, facts);
}
