// Events and their statistics as files: what the lessons' pipelines read and write. The counting itself stands in the
// lessons, with arquero.

import { readFileSync } from "node:fs";
import { table, type ColumnTable } from "arquero";
import { csvText, parseCsv } from "./csv.ts";
import { writeWhole } from "./files.ts";

/** The events that the API has answered, as a table. A day without events is a table without rows. */
export function readEvents(path: string): ColumnTable {
  const events: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (!Array.isArray(events)) throw new Error(`${path} holds no list of events`);
  const column = (name: string) => events.map((event: Record<string, unknown>) => event[name]);
  return table(["date", "user", "event_type", "value"].map((name) => [name, column(name)]));
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

/** The same for a table of any other library, as plain rows. */
export function writeRows(
  path: string,
  names: readonly string[],
  rows: readonly (readonly unknown[])[],
): void {
  const sorted = rows
    .filter((row) => row.slice(0, -1).every((key) => key !== null && key !== undefined))
    .map((row) => row.map(String))
    .toSorted(byCodePoints);
  writeWhole(path, csvText([names, ...sorted]));
}

export function readStats(path: string): ColumnTable {
  const [names = [], ...rows] = parseCsv(readFileSync(path, "utf8"));
  return table(names.map((name, column) => [name, rows.map((row) => row[column])]));
}

/** JavaScript compares UTF-16 units, and would put 𝒳 before ﾮ; pandas compares characters. */
function byCodePoints(a: readonly string[], b: readonly string[]): number {
  for (const [index, text] of a.entries()) {
    const order = compareTexts(text, b[index] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

function compareTexts(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (const [index, letter] of left.entries()) {
    const difference = (letter.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? -1);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
