// Adds a line to the end of a file, where it nearly always belongs, at the same cost however long the file is.

import { appendFileSync, closeSync, fstatSync, openSync, readSync } from "node:fs";
import { keyOf } from "./csv.ts";
import type { Series } from "./series.ts";

/** In bytes: more than any line is long. */
const tailLength = 1024;

/** Appends if the line's key comes after the last one's; returns whether it did. The file must exist. */
export function appendLine(series: Series<string>, file: string, line: string): boolean {
  const descriptor = openSync(file, "a+");
  try {
    const last = lastLine(descriptor);
    const isSameKind = last?.split(",").length === series.columns.length;
    if (last === undefined || !isSameKind || keyOf(series, last) >= keyOf(series, line)) return false;
    appendFileSync(descriptor, `${line}\n`);
    return true;
  } finally {
    closeSync(descriptor);
  }
}

/** Undefined if the file does not end with a line. */
function lastLine(descriptor: number): string | undefined {
  const { size } = fstatSync(descriptor);
  const tail = Buffer.alloc(Math.min(size, tailLength));
  readSync(descriptor, tail, 0, tail.length, size - tail.length);
  const lines = tail.toString().split("\n");
  return lines.length > 2 && lines.at(-1) === "" ? lines.at(-2) : undefined;
}
