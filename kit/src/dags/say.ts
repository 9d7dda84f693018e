// How the answers of the API are shown: as a table for people, as JSON for programs.

import type { Screen } from "../screen.ts";
import { alignColumns } from "../show/table.ts";
import { minuteText } from "../words.ts";

/** Heads and rows; plain, each row is a line of its own with the heads in it. */
export function sayTable(
  { say, isPlain, paint }: Screen,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  if (isPlain) {
    for (const row of rows) say(row.map((cell, at) => `${heads[at]}: ${cell || "none"}`).join("; "));
    return;
  }
  const [head = "", ...lines] = alignColumns([heads, ...rows]);
  say([paint("dim", head), ...lines].join("\n"));
}

/** `2019-01-04 05:00`, and nothing for an instant that is not there. */
export function timeText(instant: string | null): string {
  return instant === null ? "" : minuteText(instant);
}

/** From one to the other. In simulated time a run takes none: then there is nothing to say. */
export function durationBetween(from: string | null, to: string | null): string {
  if (from === null || to === null || from === to) return "";
  const seconds = Temporal.Instant.from(from).until(Temporal.Instant.from(to)).total("seconds");
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
}
