// Rows as the lines of a CSV file, and back. No value needs quotes, so there are none; a value that would need them is a mistake.

import type { Row, Series } from "./series.ts";

export function headerOf({ columns }: Series<string>): string {
  return columns.join(",");
}

export function writeLine<Column extends string>({ columns }: Series<Column>, row: Row<Column>): string {
  const odd = columns.find((column) => !/^[^",\r\n]+$/.test(row[column]));
  if (odd === undefined) return columns.map((column) => row[column]).join(",");
  const value = JSON.stringify(row[odd]);
  throw new Error(`column ${odd} is ${value}; expected some text without commas, quotes and line ends`);
}

export function readLine<Column extends string>(
  { columns }: Series<Column>,
  line: string,
  place: string,
): Row<Column> {
  const cells = line.split(",");
  if (cells.length !== columns.length) {
    const counts = `${cells.length} values instead of ${columns.length}`;
    throw new Error(`${place}: has ${counts}; mend the line, or delete it`);
  }
  return Object.fromEntries(columns.map((column, index) => [column, cells[index]])) as Row<Column>;
}

/** What a line is sorted by, as one text. */
export function keyOf({ columns, key }: Series<string>, line: string): string {
  const cells = line.split(",");
  return key.map((column) => cells[columns.indexOf(column)]).join(",");
}

/** The lines below the header that have their line end. Any other file is refused. */
export function linesOf(series: Series<string>, text: string, file: string): string[] {
  const [header = "", ...lines] = text.split(/\r?\n/);
  if (header !== headerOf(series)) {
    const expected = `expected "${headerOf(series)}"; move the file away`;
    throw new Error(`${file}: begins with ${JSON.stringify(header)}; ${expected}`);
  }
  return lines.slice(0, -1).filter((line) => line !== "");
}
