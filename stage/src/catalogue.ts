// The lessons that exist, and which of them is meant.

import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { UsageError } from "@daglings/engine";
import { suggest } from "@daglings/words";
import type { Lesson, Variant } from "@daglings/lessons";

/** The folder of the whole kit, with lessons/, runs/ and work/. */
export const kitFolder = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");

export interface LessonEntry {
  /** "08" */
  readonly number: string;
  /** "08_templated_path" */
  readonly name: string;
  readonly folder: string;
}

export function listLessons(): LessonEntry[] {
  const folder = join(kitFolder, "lessons");
  const names = readdirSync(folder).filter((name) => /^\d\d_/.test(name));
  return names.toSorted().map((name) => ({ number: name.slice(0, 2), name, folder: join(folder, name) }));
}

/** Understands 8, 08 and 08_templated_path, and the path that a shell completes: lessons/08_templated_path/. */
export function findLesson(wanted: string): LessonEntry {
  const lessons = listLessons();
  const number = /^\d{1,2}$/.test(wanted) ? wanted.padStart(2, "0") : null;
  const parts = wanted.split(/[/\\]/);
  const found = lessons.find((lesson) => parts.includes(lesson.name) || lesson.number === number);
  if (found) return found;
  const [first, last, { name = "none" } = {}] = [lessons[0], lessons.at(-1), nearest(wanted, lessons)];
  const isBeyond = number !== null && number > (last?.number ?? "");
  const instead = isBeyond
    ? `they go from ${first?.number ?? "00"} to ${last?.number ?? "00"}`
    : `the nearest is ${name}`;
  throw new UsageError(`there is no lesson "${wanted}"; ${instead}, and pnpm lesson lists them all`);
}

/** By the number in front; without one, by how many groups of three letters it shares with the name. */
function nearest(wanted: string, lessons: readonly LessonEntry[]): LessonEntry | undefined {
  const number = Number.parseInt(wanted, 10);
  const letters = wanted.toLowerCase();
  const groups = Array.from(letters, (_, index) => letters.slice(index, index + 3)).slice(0, -2);
  const distance = Number.isNaN(number)
    ? ({ name }: LessonEntry) => groups.filter((group) => !name.includes(group)).length
    : (lesson: LessonEntry) => Math.abs(Number(lesson.number) - number);
  return lessons.toSorted((a, b) => distance(a) - distance(b))[0];
}

export function lessonBefore(entry: LessonEntry): LessonEntry | undefined {
  const lessons = listLessons();
  return lessons[lessons.findIndex(({ name }) => name === entry.name) - 1];
}

/** The lesson whose file a student of this one begins with. */
export function lessonBeneath(entry: LessonEntry, { goesOnFrom }: Lesson): LessonEntry | undefined {
  return goesOnFrom === undefined ? lessonBefore(entry) : findLesson(goesOnFrom);
}

export function lessonAfter(entry: LessonEntry): LessonEntry | undefined {
  return listLessons().find(({ number }) => number > entry.number);
}

/** What a lesson says about itself. */
export async function readLesson({ folder }: LessonEntry): Promise<Lesson> {
  const { lesson } = (await import(pathToFileURL(join(folder, "lesson.ts")).href)) as { lesson: Lesson };
  return lesson;
}

export function findVariant(entry: LessonEntry, lesson: Lesson, name: string): Variant {
  const names = Object.keys(lesson.variants);
  const variant = lesson.variants[name];
  if (variant && names.includes(name)) return variant;
  const hint = suggest(name, names, "it has");
  throw new UsageError(`lesson ${entry.name} has no variant "${name}"${hint}`);
}

/** The lesson's own file: its DAG, or in lesson 00 a script. */
export function entryFile(entry: LessonEntry): string {
  return join(entry.folder, entryName(entry));
}

/** "dag.ts", or in lesson 00 "script.ts". */
export function entryName(entry: LessonEntry): string {
  return isScript(entry) ? "script.ts" : "dag.ts";
}

export function isScript(entry: LessonEntry): boolean {
  return existsSync(starterFile(entry));
}

/** What a student begins with in lesson 00, which has no lesson before it: a script that does not do its work yet. */
export function starterFile({ folder }: LessonEntry): string {
  return join(folder, "starter.ts");
}

/** The same, or a sentence: a copy of the course for students does not have the lessons' own files. */
export function givenFile(entry: LessonEntry): string {
  const file = entryFile(entry);
  if (existsSync(file)) return file;
  const own = `work/${entry.name}/${entryName(entry)}`;
  throw new UsageError(
    `this copy of the course comes without lesson ${entry.number}'s own ${entryName(entry)}; ` +
      `pnpm start ${entry.number} makes yours, and pnpm lesson ${entry.number} --file ${own} runs it`,
  );
}

/** The files of a lesson: those that run alongside `file`, which is its own and comes last. */
export function filesOf({ alongside = [] }: Pick<Lesson, "alongside">, file: string): string[] {
  // It may be that of a lesson alongside: somebody begins with it.
  return [...new Set([...alongside.map((number) => alongsideFile(number, file)), file])];
}

/**
 * The file of a lesson that runs alongside `file`. A copy of the course without the lessons' own files takes the
 * student's, which is beside it.
 */
function alongsideFile(number: string, file: string): string {
  const entry = findLesson(number);
  const own = join(dirname(resolve(file)), "..", entry.name, entryName(entry));
  const found = [entryFile(entry), own].find((each) => existsSync(each));
  if (found !== undefined) return found;
  throw new UsageError(`it runs alongside your own lesson ${number}, which is missing; pnpm start ${number}`);
}

/** A variant that differs from the lesson only in its circumstances has no file of its own. */
export function variantFile(entry: LessonEntry, variant: string): string {
  const file = join(entry.folder, "variants", `${variant}.ts`);
  return existsSync(file) ? file : entryFile(entry);
}
