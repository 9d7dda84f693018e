// How far a student has come: one small file, work/progress.json, with a line for each lesson. It can always be made
// again from the student's versions themselves.

import { existsSync, readFileSync, renameSync } from "node:fs";
import { join, resolve } from "node:path";
import { env } from "node:process";
import { writeWhole } from "@daglings/lessons";
import { kitFolder } from "../catalogue.ts";
import { makeFolder } from "../make-folder.ts";
import { alone } from "./alone.ts";

/** The student's own folder: work/ in the kit, unless DAGLINGS_WORK names another. */
export const workFolder = resolve(env["DAGLINGS_WORK"] || join(kitFolder, "work"));
const progressFile = join(workFolder, "progress.json");

export interface LessonProgress {
  /** "again": it was done, and a later change has broken it. */
  readonly status: "started" | "done" | "again";
  readonly passed: number;
  readonly of: number;
  /** Tells the version that was judged last from later ones. */
  readonly version: string;
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
  failing: null,
  hints: {},
};

const nothing: Progress = { current: null, lessons: {} };

/** `keptAs`: the file could not be read, and lies there now. */
export function readProgress(): Progress & { readonly keptAs: string | null } {
  if (!existsSync(progressFile)) return { ...nothing, keptAs: null };
  try {
    return { ...checkShape(JSON.parse(readFileSync(progressFile, "utf8"))), keptAs: null };
  } catch {
    return { ...nothing, keptAs: putAside() };
  }
}

export function isDone(lessonName: string): boolean {
  return readProgress().lessons[lessonName]?.status === "done";
}

/** Two commands may do so at once: neither loses what the other has written. */
export async function recordProgress(
  lessonName: string,
  change: (before: LessonProgress) => LessonProgress,
): Promise<void> {
  makeFolder(workFolder);
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
    writeWhole(progressFile, textOf({ current, lessons: kept }));
  });
}

/** A line for each lesson, so that two versions of the file can be merged. */
function textOf({ current, lessons }: Progress): string {
  const lines = Object.entries(lessons)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, lesson]) => `    ${JSON.stringify(name)}: ${JSON.stringify(lesson)}`);
  const body = lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n  }`;
  return `{\n  "schema": "daglings/progress/v1",\n  "current": ${JSON.stringify(current)},\n  "lessons": ${body}\n}\n`;
}

function checkShape(value: unknown): Progress {
  const { schema, current, lessons } = value as Record<string, unknown>;
  if (schema !== "daglings/progress/v1" || typeof lessons !== "object" || lessons === null) {
    throw new Error("not a progress file");
  }
  const entries = Object.entries(lessons as Record<string, Partial<LessonProgress> | null>);
  for (const [name, lesson] of entries) {
    if (typeof lesson?.status !== "string") throw new Error(`no status of ${name}`);
  }
  return {
    current: typeof current === "string" ? current : null,
    lessons: Object.fromEntries(entries.map(([name, lesson]) => [name, { ...unjudged, ...lesson }])),
  };
}

function putAside(): string {
  let number = 1;
  while (existsSync(`${progressFile}.broken-${number}`)) number++;
  renameSync(progressFile, `${progressFile}.broken-${number}`);
  return `${progressFile}.broken-${number}`;
}
