// What all benches share: a folder to work in, a stopwatch, and how a figure is told.

import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { arch, platform, version } from "node:process";

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What the figure must not be above, or below where more is better. */
  readonly bound?: number;
  readonly moreIsBetter?: boolean;
}

export interface BenchOptions {
  /** How long to watch what must not change. */
  readonly seconds: number;
}

export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpu?.model.trim() ?? "processor"}, ${memory} GB, ${platform} ${arch}, Node ${version}`;
}

export async function timed(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** The middle one of several runs, after one that is not counted. */
export async function median(runs: number, work: () => Promise<number>): Promise<number> {
  await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await work());
  return middle(times);
}

export function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

export async function inFolder<T>(
  work: (folder: string) => Promise<T>,
  prefix = join(tmpdir(), "daglings-bench-"),
): Promise<T> {
  const folder = mkdtempSync(prefix);
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function tell({ what, value, unit, bound, moreIsBetter = false }: Figure): void {
  const number = value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
  const isKept = bound === undefined || (moreIsBetter ? value >= bound : value <= bound);
  const limit =
    bound === undefined
      ? ""
      : `  (${moreIsBetter ? "at least" : "at most"} ${bound})${isKept ? "" : "  NOT KEPT"}`;
  console.log(`  ${what.padEnd(62)} ${number.padStart(8)} ${unit}${limit}`);
}
