// For tests: the rows of golden/timetable-vectors.json, which Airflow itself produced, in our own terms.

import { readFileSync } from "node:fs";
import type { Schedule } from "./parse.ts";
import type { DataInterval, DueRun } from "./timetable.ts";

interface Vector {
  readonly id: string;
  readonly airflow: "2" | "3";
  readonly mode: "runs" | "next" | "chain" | "timeline" | "manual" | "between" | "invalid";
  readonly schedule: { kind: string; value?: string | { months: number }; seconds?: number };
  readonly timezone: string;
  readonly start_date?: string;
  readonly end_date?: string;
  readonly catchup?: boolean;
  readonly now?: string;
  readonly until?: string;
  readonly paused?: [string, string][];
  readonly n?: number;
  readonly earliest?: string;
  readonly latest?: string;
  readonly logical_date?: string;
  readonly last_automated_interval?: [string, string];
  readonly expected: string[][];
  readonly next?: string[] | null;
  readonly context?: { ds: string; next_ds: string | null; prev_ds: string | null }[];
  readonly run_ids?: string[];
}

const file = new URL("../../golden/timetable-vectors.json", import.meta.url);
const golden = JSON.parse(readFileSync(file, "utf8")) as {
  meta: { not_mirrored: string[] };
  vectors: Vector[];
};

/** Airflow 3's own rows are for information, and two quirks of Airflow 2 are not mirrored. */
export const vectors = golden.vectors.filter(
  ({ id, airflow }) => airflow === "2" && !golden.meta.not_mirrored.includes(id),
);

export function scheduleOf({ schedule: { kind, value, seconds } }: Vector): Schedule {
  if (kind === "none") return null;
  if (kind === "once") return "@once";
  if (kind === "timedelta") return { seconds: seconds ?? 0 };
  return value ?? "";
}

export function instant(text: string | undefined): Temporal.Instant | null {
  return text === undefined ? null : Temporal.Instant.from(text);
}

export function row({ start, end, runAfter }: DueRun): string[] {
  return [start, end, runAfter].map(String);
}

export function lastInterval({ last_automated_interval: last }: Vector): DataInterval | null {
  return last ? { start: Temporal.Instant.from(last[0]), end: Temporal.Instant.from(last[1]) } : null;
}
