// Whether a mail has the statistics of a day, in whatever layout: each row once, and no others.

import type { Comparison, Observation, ObservedEvent, ObservedMail } from "./check.ts";
import { linesOfMail, statsOf } from "./comparisons.ts";

interface Mailed {
  readonly day: string;
  readonly mail: ObservedMail | undefined;
  /** Those that were counted. */
  readonly events: readonly ObservedEvent[];
}

export function compareMailedStats(seen: Observation, { day, mail, events }: Mailed): Comparison[] {
  const lines = linesOfMail(mail?.text ?? "");
  const [, ...rows] = statsOf(events).trim().split("\n");
  const users = new Set(seen.eventsBetween("2019-01-01", "2019-01-11").map(({ user }) => user));
  const isOf = (row: string) => (words: readonly string[]) =>
    row.split(",").every((word) => words.includes(word));
  const others = lines.filter((words) => isRow(words, users) && !rows.some((row) => isOf(row)(words)));
  return [
    ...rows.map((row) => ({
      what: `the mail about ${day}`,
      expected: `${row.replaceAll(",", " ")}, once`,
      actual: lines.map((words) => words.join(" ")).join("\n") || "no text",
      holds: lines.filter(isOf(row)).length === 1,
    })),
    {
      what: `the mail about ${day}: rows that are not of that day's statistics`,
      expected: "none",
      actual: others.map((words) => words.join(" ")).join("\n") || "none",
    },
  ];
}

/** A row of statistics, in whatever layout, has a day, a user and a number. "2019-01-01 total 12" is not one. */
function isRow(words: readonly string[], users: ReadonlySet<string>): boolean {
  const others = words.filter((word) => !/^\d{4}-\d\d-\d\d$/.test(word));
  const names = others.filter((word) => !/^\d+$/.test(word));
  if (others.length === words.length || names.length === others.length) return false;
  return names.some((word) => users.has(word)) || (names.length === 1 && !sums.test(names[0] ?? ""));
}

const sums = /^(?:all|events|sum|together|total|users)\b/i;
