// Events and their statistics as files: what the lessons' pipelines read and write. The counting itself is done in the
// lessons, with arquero.

import { readFileSync } from "node:fs";
import { table, type ColumnTable } from "arquero";
import { csvText, parseCsv } from "./csv.ts";
import { writeWhole } from "./files.ts";
import { cellText, guessColumn } from "./guess.ts";
import { keyOrder } from "./key-order.ts";

/** The events that the API has answered, as a table. A day without events is a table without rows. */
export function readEvents(path: string): ColumnTable {
  const events: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (!Array.isArray(events)) throw new Error(`${path} holds no list of events`);
  const column = (name: string) => events.map((event: Record<string, unknown>) => event[name]);
  return table([
    ["date", column("date")],
    ["user", guessColumn(column("user"))],
    ["event_type", column("event_type")],
    ["value", column("value")],
  ]);
}

/** As pandas writes a table that was grouped by all columns but the last: its keys sorted, no row without them. */
export function writeStats(path: string, stats: ColumnTable): void {
  const names = stats.columnNames();
  const rows = stats.objects() as Record<string, unknown>[];
  writeRows(
    path,
    names,
    rows.map((row) => names.map((name) => row[name])),
  );
}

/** The same for a table from any other library, as plain rows. */
export function writeRows(
  path: string,
  names: readonly string[],
  rows: readonly (readonly unknown[])[],
): void {
  const whole = rows.filter((row) => row.slice(0, -1).every((key) => key !== null && key !== undefined));
  const orders = names.slice(0, -1).map((_, column) => keyOrder(whole.map((row) => row[column])));
  const sorted = whole.toSorted(
    (a, b) => orders.map((order, column) => order(a[column], b[column])).find((found) => found !== 0) ?? 0,
  );
  writeWhole(path, csvText([names, ...sorted.map((row) => row.map(cellText))]));
}

export function readStats(path: string): ColumnTable {
  const [names = [], ...rows] = parseCsv(readFileSync(path, "utf8"));
  return table(names.map((name, column) => [name, rows.map((row) => row[column])]));
}
