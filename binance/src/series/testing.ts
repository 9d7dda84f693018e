// For tests of series: rows to write, and a process that writes them. Started with a file and a list of minutes, the
// process merges a row for each of them and says so on its standard output.

import { argv, stdout } from "node:process";
import { minuteRow } from "../aggregate.ts";
import { minute } from "../times.ts";
import { mergeRow } from "./files.ts";
import { minutes, type MinuteRow } from "./series.ts";

const start = Temporal.Instant.from("2024-01-15T00:00Z").epochMilliseconds;

/** The row of a day's minute. */
export function rowOf(number: number, price = `42000.${String(number).padStart(8, "0")}`): MinuteRow {
  const time = start + number * minute;
  return minuteRow({ epochMilliseconds: time }, { mins: 5, price, closeTime: time + minute - 1 });
}

/** What a file with these minutes looks like. */
export function textOf(numbers: Iterable<number>): string {
  const sorted = [...new Set(numbers)].toSorted((a, b) => a - b);
  const lines = sorted.map((number) => Object.values(rowOf(number)).join(","));
  return [minutes.columns.join(","), ...lines, ""].join("\n");
}

if (import.meta.main) {
  const [, , file = "", list = "[]"] = argv;
  for (const number of JSON.parse(list) as number[]) {
    mergeRow(minutes, file, rowOf(number));
    stdout.write(`${number}\n`);
  }
}
