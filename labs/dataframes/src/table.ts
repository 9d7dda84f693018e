// The lab's table: a row for each library, with what it costs.

import type { Facts } from "./facts.ts";
import type { Costs } from "./measure.ts";

export interface Result extends Costs {
  readonly name: string;
  /** Its name in the registry; null if nothing is installed for it. */
  readonly library: string | null;
  readonly version: string | null;
  /** In bytes. */
  readonly size: number;
  /** Lines of the step calculate_stats. */
  readonly lines: number;
  /** What is not as it must be. */
  readonly wrong: readonly string[];
}

export function tableOf(results: readonly Result[], facts: Facts, rows: number): string[] {
  const head = [
    "",
    "installed",
    "loads in",
    "200 rows",
    `${rows.toLocaleString("en")} rows`,
    "peak memory",
    "last release",
    "vulnerabilities",
    "lines",
  ];
  const body = results.map((result) => {
    const known = facts.libraries[result.library ?? ""];
    return [
      result.version === null ? result.name : `${result.name} ${result.version}`,
      megabytes(result.size),
      time(result.load),
      time(result.small),
      time(result.large),
      result.peak === null ? "–" : megabytes(result.peak),
      known?.released ?? "–",
      known ? vulnerabilities(known.advisories.length, facts.isAudited) : "–",
      String(result.lines),
    ];
  });
  return align([head, ...body]);
}

function vulnerabilities(number: number, isAudited: boolean): string {
  if (isAudited) return String(number);
  return number === 0 ? "none known" : `at least ${number}`;
}

function megabytes(bytes: number): string {
  return bytes === 0 ? "nothing" : `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

function time(milliseconds: number | null): string {
  if (milliseconds === null) return "–";
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

/** The names to the left, the figures to the right. */
function align(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  "),
  );
}
