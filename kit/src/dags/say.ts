// How the answers of the API are shown: as a table for people, as JSON for programs.

import { exitCodes, type Call, type ExitCode } from "../command-line.ts";
import type { Screen } from "../screen.ts";
import { alignColumns, shownWidth } from "../show/table.ts";
import { minuteText } from "../words.ts";

interface TableOptions {
  /** Columns that are left out, in this order, if the screen is too narrow for all. */
  readonly mayGo?: readonly string[];
}

/** Headings and rows; in plain mode, each row is a line of its own with the headings in it. */
export function sayTable(
  { say, isPlain, width, paint }: Screen,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  { mayGo = [] }: TableOptions = {},
): void {
  if (isPlain) {
    for (const row of rows) say(row.map((cell, at) => `${heads[at]}: ${cell || "none"}`).join("; "));
    return;
  }
  let lines = alignColumns([heads, ...rows]);
  const gone = new Set<string>();
  for (const name of mayGo) {
    if (lines.every((line) => shownWidth(line) <= width)) break;
    gone.add(name);
    const kept = (row: readonly string[]) => row.filter((_, at) => !gone.has(heads[at] ?? ""));
    lines = alignColumns([heads, ...rows].map(kept));
  }
  const [head = "", ...others] = lines;
  say([paint("dim", head), ...others].join("\n"));
}

export function sayJson({ screen }: Call, answer: object): ExitCode {
  screen.say(JSON.stringify(answer, null, 2));
  return exitCodes.fine;
}

/** `2019-01-04 05:00`, and nothing for an instant that does not exist. */
export function timeText(instant: string | null): string {
  return instant === null ? "" : minuteText(instant);
}

/** `2019-01-04T05:00Z`: as a user types it to name a RUN. */
export function dateText(instant: string | null): string {
  return instant === null ? "" : instant.replace(/:00Z$/, "Z");
}

/** From one to the other. In simulated time a run takes no time: then there is nothing to say. */
export function durationBetween(from: string | null, to: string | null): string {
  if (from === null || to === null || from === to) return "";
  const seconds = Temporal.Instant.from(from).until(Temporal.Instant.from(to)).total("seconds");
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
}
