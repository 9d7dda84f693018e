// A day from its hours, with danfojs.

import { pointsOf, writeDay, type DayRow, type HourRow, type Moment } from "@daglings/binance";
import { dateOf, dayFacts, dollarsOf, restOf, unitsOf } from "@daglings/dataframes";
import { DataFrame } from "danfojs-node";

export async function dayRow(moment: Moment, rows: readonly HourRow[]): Promise<DayRow> {
  const isOwn = rows.map(({ date }) => date === dateOf(moment));
  // danfojs makes no table without rows.
  if (!isOwn.includes(true)) return writeDay(moment, null);
  const all = new DataFrame(
    rows.map((row) => ({
      date: row.date,
      hour: row.hour,
      points: Number(pointsOf(row)),
      dollars: dollarsOf(row.avg_price),
      rest: restOf(row.avg_price),
      least: unitsOf(row.min_price),
      most: unitsOf(row.max_price),
      first: unitsOf(row.first_price),
      last: unitsOf(row.last_price),
    })),
  );
  const hours = all.query(isOwn).sortValues("hour");
  const points = hours.column("points");
  const facts = dayFacts({
    hours: points.count(),
    points: points.sum(),
    dollars: hours.column("dollars").mul(points).sum(),
    rest: hours.column("rest").mul(points).sum(),
    least: hours.column("least").min(),
    most: hours.column("most").max(),
    opening: hours.column("first").values.at(0),
    closing: hours.column("last").values.at(-1),
  });
  return writeDay(moment, facts);
}
