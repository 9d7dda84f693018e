// What a library costs: each figure in a process of its own, so that none pays for another.

import { execFile, type ExecFileException } from "node:child_process";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { makeEvents } from "./make-events.ts";

/** Milliseconds and bytes, the middle ones of several. Null if it did not end in time. */
export interface Costs {
  readonly load: number | null;
  readonly small: number | null;
  readonly large: number | null;
  readonly peak: number | null;
}

/** What a process reports about itself. */
export interface Measured {
  readonly load: number;
  readonly times: readonly number[];
  readonly peak: number;
  /** Only for pandas, which only Python knows about. */
  readonly version?: string;
  readonly size?: number;
}

/** How a library is measured: a program, and its words in front of the two files and the number of runs. */
export type Program = readonly [string, ...string[]];

export function programOf(frame: string): Program {
  return [execPath, "--no-warnings", fileURLToPath(new URL("measured.ts", import.meta.url)), frame];
}

/** Milliseconds for one process. */
const patience = 180_000;
const smallRows = 200;
const smallRuns = 6;
const processes = 3;

export interface Inputs {
  readonly folder: string;
  readonly small: string;
  readonly large: string;
}

export function makeInputs(folder: string, rows: number): Inputs {
  const [small, large] = [join(folder, "small.json"), join(folder, "large.json")];
  makeEvents(small, smallRows);
  makeEvents(large, rows);
  return { folder, small, large };
}

export async function measure(program: Program, { folder, small, large }: Inputs): Promise<Costs> {
  const output = join(folder, "stats.csv");
  const [little, much]: [Measured[], Measured[]] = [[], []];
  for (let process = 0; process < processes; process++) {
    little.push(...(await measured(program, [small, output, String(smallRuns)])));
    much.push(...(await measured(program, [large, output, "1"])));
  }
  return {
    load: middle(little.map(({ load }) => load)),
    // The first run of each process is not counted: it compiles what the others use.
    small: middle(little.flatMap(({ times }) => times.slice(1))),
    large: middle(much.flatMap(({ times }) => times)),
    peak: middle(much.map(({ peak }) => peak)),
  };
}

/** Nothing, if it takes too long. */
export function measured([program, ...words]: Program, files: readonly string[]): Promise<Measured[]> {
  return new Promise((resolve, reject) => {
    const end = (error: ExecFileException | null, said: string) => {
      if (error?.killed) resolve([]);
      else if (error) reject(error);
      else resolve([JSON.parse(said) as Measured]);
    };
    execFile(program, [...words, ...files], { timeout: patience, killSignal: "SIGKILL" }, end);
  });
}

function middle(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}
