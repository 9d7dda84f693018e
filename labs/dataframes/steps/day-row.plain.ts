// A day from its hours, in plain TypeScript.

import { pointsOf, writeDay, type DayRow, type HourRow, type Moment } from "@daglings/binance";
import { dateOf, dayFacts, dollarsOf, restOf, unitsOf } from "@daglings/dataframes";

export async function dayRow(moment: Moment, rows: readonly HourRow[]): Promise<DayRow> {
  const own = rows
    .filter(({ date }) => date === dateOf(moment))
    .toSorted((a, b) => (a.hour < b.hour ? -1 : 1));
  const sumOf = (value: (row: HourRow) => number) => own.reduce((sum, row) => sum + value(row), 0);
  const facts = dayFacts({
    hours: own.length,
    points: sumOf((row) => Number(pointsOf(row))),
    dollars: sumOf((row) => dollarsOf(row.avg_price) * Number(pointsOf(row))),
    rest: sumOf((row) => restOf(row.avg_price) * Number(pointsOf(row))),
    least: Math.min(...own.map((row) => unitsOf(row.min_price))),
    most: Math.max(...own.map((row) => unitsOf(row.max_price))),
    opening: own.map((row) => unitsOf(row.first_price)).at(0),
    closing: own.map((row) => unitsOf(row.last_price)).at(-1),
  });
  return writeDay(moment, facts);
}
