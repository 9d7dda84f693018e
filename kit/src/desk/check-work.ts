// Checks a student's own version, and records how far it has come.

import { randomInt } from "node:crypto";
import { EnvironmentError, UsageError } from "@daglings/engine";
import { type LessonEntry } from "@daglings/stage";
import {
  firstFailing,
  publishedSeed,
  type Result,
  checkFile,
  type CheckOptions,
} from "@daglings/grading/check";
import { readProgress, recordProgress, type LessonProgress } from "./progress.ts";
import { versionOf, workFile } from "./work-files.ts";

export interface CheckedWork {
  readonly result: Result;
  readonly before: LessonProgress | undefined;
  /** It is unchanged since pnpm start made it. */
  readonly isUntouched: boolean;
  /** Why it could not be recorded; null if it was. */
  readonly unrecorded: EnvironmentError | null;
}

export interface WorkOptions extends CheckOptions {
  /** Waits until it may be recorded, unless the signal is aborted by then; default: at once. */
  readonly mayRecord?: Promise<unknown>;
}

export async function checkWork(
  entry: LessonEntry,
  { mayRecord, ...options }: WorkOptions,
): Promise<CheckedWork> {
  const file = workFile(entry);
  const version = versionOf(file);
  const before = readProgress().lessons[entry.name];
  const result = await checkFile(entry, file, { ...options, isTrusted: true });
  await mayRecord;
  options.signal?.throwIfAborted();
  const unrecorded = await record(entry, result, version);
  return { result, before, isUntouched: before?.begun === version, unrecorded };
}

/** First the quick seed; a fresh one only if nothing is left to mend. */
export async function checkQuickly(
  entry: LessonEntry,
  signal: AbortSignal | undefined,
  mayRecord?: Promise<unknown>,
): Promise<CheckedWork> {
  const file = workFile(entry);
  const version = versionOf(file);
  const before = readProgress().lessons[entry.name];
  const result = await checkFile(entry, file, { seeds: [publishedSeed], isTrusted: true, signal });
  await mayRecord;
  signal?.throwIfAborted();
  if (result.status === "pass") return checkWork(entry, { seeds: seedsFor(undefined), signal });
  const unrecorded = await record(entry, result, version);
  return { result, before, isUntouched: before?.begun === version, unrecorded };
}

/** A result that cannot be recorded, because the folder is read-only, is still a result. */
async function record(entry: LessonEntry, result: Result, version: string): Promise<EnvironmentError | null> {
  try {
    await recordProgress(entry.name, (last) => ({
      ...last,
      status: statusAfter(result, last),
      passed: result.score,
      of: result.maxScore,
      version,
      failing: firstFailing(result)?.id ?? null,
      loadError: loadErrorIn(result),
    }));
    return null;
  } catch (error) {
    if (error instanceof EnvironmentError) return error;
    throw error;
  }
}

/** The message about a file that cannot be loaded begins with its name. */
function loadErrorIn(result: Result): string | null {
  const { message, actual, file } = firstFailing(result) ?? {};
  return [actual, message].find((text) => text?.startsWith(`${file}:`)) ?? null;
}

/** The published seed alone proves nothing: its answers can be written down. */
function statusAfter({ status, seeds }: Result, last: LessonProgress): LessonProgress["status"] {
  if (status !== "pass") return last.status === "started" ? "started" : "again";
  return seeds.some((seed) => seed !== publishedSeed) ? "done" : last.status;
}

/** The published seed and one that nobody can have prepared for; or the seed that is asked for. */
export function seedsFor(asked: string | undefined): number[] {
  if (asked === undefined) return [publishedSeed, randomInt(1, 1_000_000)];
  const seed = Number(asked);
  if (/^\d{1,15}$/.test(asked)) return seed === publishedSeed ? [seed] : [publishedSeed, seed];
  throw new UsageError(`--seed is "${asked}"; it must be a whole number, as a check has printed it`);
}
