// The comparisons: a lesson in a runtime, and the day on which it was compared. They are kept in a file, since no single
// machine has all runtimes.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { systemClock } from "@daglings/engine";
import type { LessonRun } from "@daglings/stage";

export const runtimes = {
  simulated: "simulated, in process",
  "simulated-subprocess": "simulated, subprocess",
  live: "live, in process",
  "live-subprocess": "live, subprocess",
  temporal: "Temporal",
  "airflow-2": "Airflow 2.11",
  "airflow-3": "Airflow 3.3",
} as const;

/** Unless a lesson is simulated in one process, a part of its time is enough: other runtimes need seconds for each run. */
export const partOfTime: Readonly<Record<string, string>> = {
  "12": "2024-01-15T00:05:30Z",
  "13": "2024-01-15T01:00:30Z",
  "14": "2024-01-16T00:00:30Z",
};

export type Runtime = keyof typeof runtimes;

export interface Cell {
  readonly lesson: string;
  readonly runtime: Runtime;
  /** 2026-11-26 */
  readonly date: string;
  readonly isEqual: boolean;
  readonly runs: number;
  readonly tasks: number;
  readonly files: number;
  /** From the first start to the last end, in real milliseconds; null: not measured. */
  readonly took: number | null;
}

/** A lesson that was compared with the kit's run today, and found to be equal. */
export function cellOf(
  { dags, files }: Pick<LessonRun, "dags" | "files">,
  own: Pick<Cell, "lesson" | "runtime" | "took">,
): Cell {
  const runs = dags.flatMap((dag) => dag.runs);
  return {
    lesson: own.lesson,
    runtime: own.runtime,
    date: Temporal.Instant.fromEpochMilliseconds(systemClock().realTime()).toString().slice(0, 10),
    isEqual: true,
    runs: runs.length,
    tasks: runs.flatMap(({ tasks }) => tasks).length,
    files: files.length,
    took: own.took,
  };
}

const file = fileURLToPath(new URL("golden/runtimes.json", import.meta.url));

export function readCells(): readonly Cell[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Cell[]) : [];
}

/** Each replaces an earlier one of the same lesson and runtime. */
export function keepCells(cells: readonly Cell[]): void {
  const order = Object.keys(runtimes);
  const keyOf = ({ lesson, runtime }: Cell) => `${lesson} ${order.indexOf(runtime)}`;
  const all = new Map([...readCells(), ...cells].map((cell) => [keyOf(cell), cell]));
  const sorted = [...all].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell);
  writeFileSync(file, `[\n${sorted.map((cell) => `  ${JSON.stringify(cell)}`).join(",\n")}\n]\n`);
}
