// `--frame danfojs`: the lesson's file with that library's step in it. It is written into the lab of these libraries,
// where Node finds them, under the lesson's own name, by which the DAG is called.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EnvironmentError, UsageError } from "@daglings/engine";
import { writeWhole } from "@daglings/lessons/files";
import { suggest } from "@daglings/words";
import { entryFile, entryName, givenFile, kitFolder, listLessons, type LessonEntry } from "@daglings/stage";
import { placeOfStep, withStep } from "./with-step.ts";

export const labFolder = join(kitFolder, "labs", "dataframes");

const stepsFolder = join(labFolder, "steps");

export interface FrameFile {
  /** "danfojs" */
  readonly name: string;
  /** "08" */
  readonly lesson: string;
  /** The task that is done in another way: "calculate_stats". */
  readonly taskId: string;
  readonly file: string;
}

/** Writes the file again each time: the lesson or the step may have changed. */
export function writeFrameFile(entry: LessonEntry, name: string): FrameFile {
  const frame = findFrame(name);
  const lesson = readText(givenFile(entry));
  const place = placeOfStep(lesson);
  if (!place) {
    const others = lessonsWithStep().join(", ");
    throw new UsageError(
      `lesson ${entry.number} has no step for a dataframe library; --frame is for lessons ${others}`,
    );
  }
  const step = readText(join(stepsFolder, `${place.file}.${frame}.ts`));
  const file = join(labFolder, "lessons", frame, entry.name, entryName(entry));
  try {
    writeWhole(file, withStep(lesson, step, place));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EnvironmentError(`${file} cannot be written (${reason}); make its folder writable`, {
      cause: error,
    });
  }
  return { name: frame, lesson: entry.number, taskId: place.task, file };
}

function lessonsWithStep(): string[] {
  const present = listLessons().filter((entry) => existsSync(entryFile(entry)));
  return present.flatMap((entry) => (placeOfStep(readText(entryFile(entry))) ? entry.number : []));
}

export function findFrame(name: string): string {
  const frames = listFrames();
  if (frames.includes(name)) return name;
  throw new UsageError(`--frame is "${name}"${suggest(name, frames, "it is one of")}`);
}

export function listFrames(): string[] {
  if (!existsSync(stepsFolder)) throw new UsageError("this copy of the course comes without labs/dataframes");
  const names = readdirSync(stepsFolder).map((name) => /^calculate-stats\.([\w-]+)\.ts$/.exec(name)?.[1]);
  return names.filter((name) => name !== undefined);
}

/** An editor on Windows may have changed the ends of all lines. */
function readText(file: string): string {
  return readFileSync(file, "utf8").replaceAll("\r\n", "\n");
}
