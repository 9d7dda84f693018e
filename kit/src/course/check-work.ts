// Checks a student's own version, and records how far it has come.

import { randomInt } from "node:crypto";
import { systemClock, UsageError } from "@daglings/engine";
import { instantText } from "../run/lesson-run.ts";
import { checkMachine } from "../run/machine.ts";
import { readLesson, type LessonEntry } from "../catalogue.ts";
import { checkVersion, publishedSeed } from "./check-version.ts";
import { inspectCourse } from "./integrity.ts";
import { kitVersion } from "./kit-version.ts";
import { usualLimits, type Limits } from "./laboratory.ts";
import { readProgress, recordProgress, type LessonProgress } from "./progress.ts";
import { resultOf, type Result } from "./result.ts";
import { versionOf, workFile } from "./work-files.ts";

/** Wherever the file lies. */
export async function checkFile(
  entry: LessonEntry,
  file: string,
  seeds: readonly number[],
  limits: Limits = usualLimits,
): Promise<Result> {
  checkMachine((await readLesson(entry)).needs);
  const started = instantText(systemClock().now()).replace(/\.\d+/, "");
  const report = await checkVersion({ lesson: entry.name, file, seeds, limits });
  return resultOf(report, { kit: kitVersion, started, integrity: inspectCourse() });
}

export interface CheckedWork {
  readonly result: Result;
  readonly before: LessonProgress | undefined;
}

export async function checkWork(entry: LessonEntry, seeds: readonly number[]): Promise<CheckedWork> {
  const file = workFile(entry);
  const version = versionOf(file);
  const before = readProgress().lessons[entry.name];
  const result = await checkFile(entry, file, seeds);
  await recordProgress(entry.name, (last) => ({
    ...last,
    status: statusAfter(result, last),
    passed: result.score,
    of: result.maxScore,
    version,
    failing: result.tests.find(({ status }) => status === "fail" || status === "error")?.id ?? null,
  }));
  return { result, before };
}

function statusAfter({ status }: Result, last: LessonProgress): LessonProgress["status"] {
  if (status === "pass") return "done";
  return last.status === "started" ? "started" : "again";
}

/** The published seed, and one that nobody can have prepared for; or the one that is asked for. */
export function seedsFor(asked: string | undefined): number[] {
  if (asked === undefined) return [publishedSeed, randomInt(1, 1_000_000)];
  const seed = Number(asked);
  if (/^\d{1,15}$/.test(asked)) return seed === publishedSeed ? [seed] : [publishedSeed, seed];
  throw new UsageError(`--seed is "${asked}"; it must be a whole number, as a check has printed it`);
}
