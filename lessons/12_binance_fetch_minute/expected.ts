// What the files of lessons 12 to 14 must hold, for their checks: made from the runs that were seen and from the
// market's own prices, never from the files themselves.

import {
  averagePrice,
  dayRow,
  hourRow,
  minuteRow,
  type DayRow,
  type HourRow,
  type MinuteRow,
} from "@daglings/binance";
import type { Comparison, ObservedDag, ObservedRun } from "@daglings/lessons";

export const minuteColumns = ["mins", "price", "closeTime", "timestamp", "fetch_time", "price_float"];

export function minutesPath(instant: string): string {
  return `data/binance/raw/${instant.slice(0, 10)}/daily_raw.csv`;
}

export function hoursPath(instant: string): string {
  return `data/binance/hourly/${instant.slice(0, 10)}/hourly_avg.csv`;
}

export const daysPath = "data/binance/daily/daily_avg.csv";

/** The row of the minute that a run stands for: the price is the one that the exchange names when the minute ends. */
export function expectedMinute({ dataIntervalStart, dataIntervalEnd }: ObservedRun): MinuteRow {
  return minuteRow(
    Temporal.Instant.from(dataIntervalStart),
    averagePrice("BTCUSDT", Temporal.Instant.from(dataIntervalEnd)),
  );
}

/** From the minutes that have a price; null: the hour has none. */
export function expectedHour(start: string, { runs }: ObservedDag): HourRow | null {
  const own = runs.filter(({ state, logicalDate }) => state === "success" && isSame(logicalDate, start, 13));
  return own.length === 0 ? null : hourRow(Temporal.Instant.from(start), own.map(expectedMinute));
}

/** From the hours that were calculated; null: the day has none. */
export function expectedDay(start: string, minutes: ObservedDag, { runs }: ObservedDag): DayRow | null {
  const rows = runs
    .filter(({ state, logicalDate }) => state === "success" && isSame(logicalDate, start, 10))
    .map(({ logicalDate }) => expectedHour(logicalDate, minutes))
    .filter((row) => row !== null);
  return rows.length === 0 ? null : dayRow(Temporal.Instant.from(start), rows);
}

/** `2024-01-15` has 10 letters, `2024-01-15T09` has 13: do both begin with the same day, or hour? */
function isSame(a: string, b: string, letters: number): boolean {
  return a.slice(0, letters) === b.slice(0, letters);
}

interface Step {
  readonly minutes?: number;
  readonly hours?: number;
}

export function plus(instant: string, step: Step): string {
  return Temporal.Instant.from(instant).add(step).toString();
}

/** Every instant that a run starts from which is over when the clock stops: the last one's interval ends by then. */
export function stepsBetween(from: string, until: string, step: Step): string[] {
  const steps: string[] = [];
  for (let start = from; plus(start, step) <= until; start = plus(start, step)) steps.push(start);
  return steps;
}

/** The lines of a CSV file by the names of their columns; none, if there is no such file. */
export function rowsIn(text: string | undefined): Record<string, string>[] {
  const [header = "", ...lines] = (text ?? "").split("\n");
  const names = header.split(",");
  const cells = lines.filter((line) => line !== "").map((line) => line.split(","));
  return cells.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? ""])));
}

/** A row must be there once, with these values in these columns. */
export function compareRow(
  what: string,
  columns: readonly string[],
  expected: object,
  actual: readonly object[],
): Comparison {
  const cells = (row: object) => {
    const values = new Map(Object.entries(row));
    return columns.map((column) => String(values.get(column))).join(",");
  };
  const lines = actual.map(cells);
  return { what, expected: cells(expected), actual: lines.length === 0 ? "(no row)" : lines.join(" and ") };
}
