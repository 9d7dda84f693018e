// What all benches share: a folder to work in, a stopwatch, rounds and their spread, and the way to print a figure.

import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { arch, platform, version } from "node:process";
import { record, settings } from "./report.ts";

/** The median of several rounds, with the lowest and the highest. */
export interface Sample {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly rounds: number;
}

export interface Figure {
  readonly what: string;
  readonly value: number | Sample;
  readonly unit: string;
  /** The most that the figure may be, or the least if more is better. */
  readonly bound?: number;
  readonly moreIsBetter?: boolean;
}

export interface BenchOptions {
  /** How long to watch what must not change. */
  readonly seconds: number;
  /** One round of less work: it shows that everything can be measured, and nothing else. */
  readonly isQuick: boolean;
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

/** Several runs, after one that does not count. A quick measurement has only one. */
export async function median(runs: number, work: () => Promise<number>): Promise<Sample> {
  if (settings.isQuick) return sampleOf([await work()]);
  await work();
  const values: number[] = [];
  for (let run = 0; run < runs; run++) values.push(await work());
  return sampleOf(values);
}

export function sampleOf(values: readonly number[]): Sample {
  return {
    value: middle(values),
    low: Math.min(...values),
    high: Math.max(...values),
    rounds: values.length,
  };
}

/** The same rounds in another measure, such as tasks a second in place of milliseconds. */
export function converted({ value, low, high, rounds }: Sample, convert: (value: number) => number): Sample {
  const ends = [convert(low), convert(high)];
  return { value: convert(value), low: Math.min(...ends), high: Math.max(...ends), rounds };
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

export function tell({ what, value: told, unit, bound, moreIsBetter = false }: Figure): void {
  const { value, low, high, rounds } = typeof told === "number" ? sampleOf([told]) : told;
  record({
    what,
    value,
    low,
    high,
    rounds,
    unit,
    bound: bound ?? null,
    isKept: bound === undefined ? null : moreIsBetter ? value >= bound : value <= bound,
    moreIsBetter,
  });
}
