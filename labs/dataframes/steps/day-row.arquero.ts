// A day from its hours, with arquero.

import { op, table } from "arquero";
import { pointsOf, writeDay, type DayRow, type HourRow, type Moment } from "@daglings/binance";
import { dateOf, dayFacts, dollarsOf, restOf, unitsOf } from "@daglings/dataframes";

interface Weighed {
  readonly points: number;
  readonly dollars: number;
  readonly rest: number;
}

export async function dayRow(moment: Moment, rows: readonly HourRow[]): Promise<DayRow> {
  const hours = table({
    date: rows.map(({ date }) => date),
    hour: rows.map(({ hour }) => hour),
    points: rows.map((row) => Number(pointsOf(row))),
    dollars: rows.map((row) => dollarsOf(row.avg_price)),
    rest: rows.map((row) => restOf(row.avg_price)),
    least: rows.map((row) => unitsOf(row.min_price)),
    most: rows.map((row) => unitsOf(row.max_price)),
    first: rows.map((row) => unitsOf(row.first_price)),
    last: rows.map((row) => unitsOf(row.last_price)),
  })
    .params({ day: dateOf(moment) })
    .filter((row: HourRow, { day }: { day: string }) => row.date === day)
    .orderby("hour");
  const [facts] = hours
    .rollup({
      hours: op.count(),
      points: op.sum("points"),
      dollars: (row: Weighed) => op.sum(row.dollars * row.points),
      rest: (row: Weighed) => op.sum(row.rest * row.points),
      least: op.min("least"),
      most: op.max("most"),
      first: op.array_agg("first"),
      last: op.array_agg("last"),
    })
    .objects();
  return writeDay(moment, dayFacts({ ...facts, opening: facts.first.at(0), closing: facts.last.at(-1) }));
}
