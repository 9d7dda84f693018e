// How far a student has come: one small file, work/progress.json, with a line for each lesson. It can always be rebuilt
// from the student's versions themselves.

import { existsSync, readFileSync, renameSync } from "node:fs";
import { join, resolve } from "node:path";
import { env, stderr } from "node:process";
import { EnvironmentError } from "@daglings/engine";
import { writeWhole } from "@daglings/lessons/files";
import { kitFolder } from "@daglings/stage";
import { alone } from "./alone.ts";

/** The student's own folder: work/ in the kit, unless DAGLINGS_WORK names another. */
export const workFolder = resolve(env["DAGLINGS_WORK"] || join(kitFolder, "work"));
const progressFile = join(workFolder, "progress.json");

export interface LessonProgress {
  /** "again": it was done, and a later change has broken it. */
  readonly status: "started" | "done" | "again";
  readonly passed: number;
  readonly of: number;
  /** Distinguishes the version that was judged last from later ones. */
  readonly version: string;
  /** The version that pnpm start has made. */
  readonly begun: string;
  /** Why the version that was judged last could not be loaded. */
  readonly loadError: string | null;
  /** The first check that it did not pass. */
  readonly failing: string | null;
  /** How far each check's ladder of hints was climbed. */
  readonly hints: Readonly<Record<string, number>>;
}

export interface Progress {
  /** The lesson that was worked on last. */
  readonly current: string | null;
  readonly lessons: Readonly<Record<string, LessonProgress>>;
}

export const unjudged: LessonProgress = {
  status: "started",
  passed: 0,
  of: 0,
  version: "",
  begun: "",
  loadError: null,
  failing: null,
  hints: {},
};

const nothing: Progress = { current: null, lessons: {} };

/** A file that is not a progress file is put aside, with a message: nothing of it is lost. */
export function readProgress(): Progress {
  const text = readText();
  if (text === null) return nothing;
  try {
    return checkShape(JSON.parse(text));
  } catch {
    putAside();
    return nothing;
  }
}

function readText(): string | null {
  try {
    return readFileSync(progressFile, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return null;
    throw new EnvironmentError(`${progressFile} cannot be read (${message}); who may read it?`, {
      cause: error,
    });
  }
}

export function isDone(lessonName: string): boolean {
  return readProgress().lessons[lessonName]?.status === "done";
}

/** Two commands may do this at the same time: neither loses what the other has written. */
export async function recordProgress(
  lessonName: string,
  change: (before: LessonProgress) => LessonProgress,
): Promise<void> {
  await alone(join(workFolder, ".progress-lock"), () => {
    const { lessons } = readProgress();
    const changed = { ...lessons, [lessonName]: change(lessons[lessonName] ?? unjudged) };
    writeWhole(progressFile, textOf({ current: lessonName, lessons: changed }));
  });
}

export async function forgetProgress(lessonName: string): Promise<void> {
  if (!existsSync(progressFile)) return;
  await alone(join(workFolder, ".progress-lock"), () => {
    const { current, lessons } = readProgress();
    const kept = Object.fromEntries(Object.entries(lessons).filter(([name]) => name !== lessonName));
    write({ current, lessons: kept });
  });
}

function write(progress: Progress): void {
  try {
    writeWhole(progressFile, textOf(progress));
  } catch (error) {
    const { message } = error as Error;
    throw new EnvironmentError(`${progressFile} cannot be written (${message})`, { cause: error });
  }
}

/** A line for each lesson, so that two versions of the file can be merged. */
function textOf({ current, lessons }: Progress): string {
  const lines = Object.entries(lessons)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, lesson]) => `    ${JSON.stringify(name)}: ${JSON.stringify(lesson)}`);
  const body = lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n  }`;
  return `{\n  "schema": "daglings/progress/v1",\n  "current": ${JSON.stringify(current)},\n  "lessons": ${body}\n}\n`;
}

const statuses: readonly LessonProgress["status"][] = ["started", "done", "again"];

function checkShape(value: unknown): Progress {
  const { schema, current, lessons } = value as Record<string, unknown>;
  if (schema !== "daglings/progress/v1" || typeof lessons !== "object" || lessons === null) {
    throw new Error("not a progress file");
  }
  const entries = Object.entries(lessons as Record<string, Partial<LessonProgress> | null>);
  for (const [name, lesson] of entries) {
    if (!statuses.some((status) => status === lesson?.status)) throw new Error(`no status of ${name}`);
  }
  return {
    current: typeof current === "string" ? current : null,
    lessons: Object.fromEntries(entries.map(([name, lesson]) => [name, { ...unjudged, ...lesson }])),
  };
}

function putAside(): void {
  let number = 1;
  while (existsSync(`${progressFile}.broken-${number}`)) number++;
  const keptAs = `${progressFile}.broken-${number}`;
  try {
    renameSync(progressFile, keptAs);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return; // another command has just done so
    throw new EnvironmentError(`${progressFile} is not a progress file, and cannot be moved (${message})`, {
      cause: error,
    });
  }
  const how = "pnpm check --all makes a new one";
  stderr.write(`The progress file could not be understood. It is kept as ${keptAs}; ${how}.\n`);
}
