// The student's own versions: work/NN_name/dag.ts, and the copies that are kept of them.

import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { env } from "node:process";
import { EnvironmentError, UsageError } from "@daglings/engine";
import { entryName, findLesson, kitFolder, type LessonEntry, listLessons, makeFolder } from "@daglings/stage";
import { readProgress, workFolder } from "./progress.ts";

export function workFile(entry: LessonEntry): string {
  return join(workFolderOf(entry), entryName(entry));
}

/** For messages: `work/08_templated_path/dag.ts`. */
export function shownPath(path: string): string {
  const below = relative(kitFolder, path);
  return below.startsWith("..") ? path : below.replaceAll("\\", "/");
}

export function hasBegun(entry: LessonEntry): boolean {
  return existsSync(workFile(entry));
}

/** The lesson that is named; otherwise the one in whose folder the user is; otherwise the one worked on last. */
export function findWork(wanted: string | undefined): LessonEntry {
  const entry = wanted === undefined ? currentLesson() : findLesson(wanted);
  if (hasBegun(entry)) return entry;
  const file = shownPath(workFile(entry));
  throw new UsageError(`there is no ${file} yet; pnpm start ${entry.number} makes it`);
}

function currentLesson(): LessonEntry {
  const lessons = listLessons();
  const here = (env["INIT_CWD"] ?? "").split(/[/\\]/);
  const byFolder = lessons.find(({ name }) => here.includes(name));
  const { current } = readProgress();
  const found = byFolder ?? lessons.find(({ name }) => name === current);
  if (found) return found;
  throw new UsageError(
    "no lesson was started yet; pnpm start 00 begins with the first, pnpm lesson lists them",
  );
}

export function listBegun(): LessonEntry[] {
  return listLessons().filter(hasBegun);
}

export function versionOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 12);
}

/** Numbered, the oldest first. */
export function listBackups({ name }: LessonEntry): string[] {
  const folder = join(workFolder, ".backups", name);
  if (!existsSync(folder)) return [];
  const numbers = readdirSync(folder).filter((each) => /^\d+$/.test(each));
  return numbers.toSorted((a, b) => Number(a) - Number(b)).map((each) => join(folder, each));
}

/** Keeps a copy of the student's folder as it is now, and says where. */
export function keepBackup(entry: LessonEntry): string {
  const last = listBackups(entry).at(-1);
  const number = last === undefined ? 1 : Number(basename(last)) + 1;
  const backup = join(workFolder, ".backups", entry.name, String(number));
  writeCopy(workFolderOf(entry), backup);
  return backup;
}

export function workFolderOf({ name }: LessonEntry): string {
  return join(workFolder, name);
}

/** Copies a file, or a folder with all that is in it. What is already there stays. */
export function writeCopy(from: string, to: string): void {
  onDisk(to, () => {
    makeFolder(dirname(to));
    cpSync(from, to, { recursive: true, force: false });
  });
}

/** Only a folder of which a copy was kept may be removed. */
export function takeAway(entry: LessonEntry): void {
  const folder = workFolderOf(entry);
  onDisk(folder, () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
}

function onDisk(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const { message } = error as Error;
    throw new EnvironmentError(
      `${shownPath(path)} cannot be written (${message}); is the folder read-only?`,
      { cause: error },
    );
  }
}
