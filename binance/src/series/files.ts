// Series in files. A writer takes the folder's lock and appends its row, which counts once its line end is there; a row
// that does not belong at the end is put into its place in a new file, which is renamed over the old one. So
// readers see whole rows, writers lose nothing, and a process that is killed has changed all or nothing.

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { appendLine } from "./append.ts";
import { headerOf, keyOf, linesOf, readLine, writeLine } from "./csv.ts";
import { withLock } from "./lock.ts";
import type { Row, Series } from "./series.ts";

/** Sorted by key. None, if there is no file. */
export function readRows<Column extends string>(series: Series<Column>, file: string): Row<Column>[] {
  return readLines(series, file).map((line, index) => readLine(series, line, `${file}:${index + 2}`));
}

function readLines(series: Series<string>, file: string): string[] {
  return existsSync(file) ? linesOf(series, readFileSync(file, "utf8"), file) : [];
}

/** Returns whether the row was added or took another's place; if not, the file is left as it is. */
export function mergeRow<Column extends string>(
  series: Series<Column>,
  file: string,
  row: Row<Column>,
): boolean {
  const line = writeLine(series, row);
  mkdirSync(dirname(file), { recursive: true });
  return withLock(dirname(file), () => {
    if (existsSync(file) && appendLine(series, file, line)) return true;
    const lines = readLines(series, file);
    const isChanged = mergeLine(series, lines, line);
    if (isChanged) replaceFile(file, [headerOf(series), ...lines, ""]);
    return isChanged;
  });
}

/** Changes the sorted lines in place. */
function mergeLine(series: Series<string>, lines: string[], line: string): boolean {
  const key = keyOf(series, line);
  const found = lines.findIndex((other) => keyOf(series, other) >= key);
  const place = found === -1 ? lines.length : found;
  const there = lines[place];
  const isThere = there !== undefined && keyOf(series, there) === key;
  if (isThere && (there === line || series.stays === "first")) return false;
  lines.splice(place, isThere ? 1 : 0, line);
  return true;
}

function replaceFile(file: string, lines: readonly string[]): void {
  const draft = `${file}.tmp`; // what a killed writer leaves of it, the next one overwrites
  writeFileSync(draft, lines.join("\n"));
  renameSync(draft, file);
}
