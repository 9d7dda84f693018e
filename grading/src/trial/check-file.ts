// Judges one file as a version of a lesson, wherever the file is.

import { systemClock } from "@daglings/engine";
import { checkMachine, instantText, readLesson, type LessonEntry } from "@daglings/stage";
import { checkVersion, type Version } from "./check-version.ts";
import { inspectCourse, type Integrity } from "./integrity.ts";
import { kitVersion } from "@daglings/stage";
import { resultOf, type Result } from "./result.ts";

export interface CheckOptions extends Omit<Version, "lesson" | "file"> {
  /** The course, if it was looked at before. */
  readonly integrity?: Integrity;
}

export async function checkFile(
  entry: LessonEntry,
  file: string,
  { integrity, ...options }: CheckOptions,
): Promise<Result> {
  checkMachine((await readLesson(entry)).needs);
  const started = instantText(systemClock().now()).replace(/\.\d+/, "");
  const report = await checkVersion({ lesson: entry.name, file, ...options });
  return resultOf(report, { kit: kitVersion, started, integrity: integrity ?? inspectCourse() });
}
