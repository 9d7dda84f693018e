// Reads the files in tasks/. A file may still be being written: one that makes no sense yet is looked at
// again, and set aside only when nobody has touched it for a while.

import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import { UsageError } from "@daglings/words";
import { realTime } from "./clock.ts";
import { DamagedError, readPlain } from "./files.ts";
import type { JobFolder } from "./job-folder.ts";
import { isName } from "./names.ts";
import { largestTask, parseTask, type TaskDefinition } from "./task-file.ts";

/** Milliseconds. */
const patience = 2000;

export type Reading =
  | { readonly type: "task"; readonly task: TaskDefinition }
  | { readonly type: "nothing" } // gone, or not ours
  | { readonly type: "unfinished" }
  | { readonly type: "damaged"; readonly why: string };

/** The names in tasks/ that could be tasks. */
export function listTaskFiles({ tasks }: JobFolder): string[] {
  return readdirSync(tasks).filter(isMeant).toSorted();
}

/** A program that writes a file as a whole writes it under another name first. */
export function isMeant(file: string): boolean {
  return !file.startsWith(".") && !file.endsWith(".tmp") && !file.endsWith("~");
}

export function idOf(file: string): string | null {
  const id = file.endsWith(".json") ? file.slice(0, -".json".length) : "";
  return isName(id) ? id : null;
}

export function readTask({ tasks }: JobFolder, file: string): Reading {
  const path = join(tasks, file);
  try {
    const id = idOf(file);
    if (id === null) {
      throw new DamagedError(
        `its name must be that of a task, 1 to 100 letters, digits, "_" and "-", and .json`,
      );
    }
    const text = readPlain(path, largestTask);
    return text === null ? { type: "nothing" } : { type: "task", task: parseTask(text, id) };
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof DamagedError)) throw error;
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (!stat) return { type: "nothing" };
    if (stat.isFile() && realTime() - stat.mtimeMs < patience) return { type: "unfinished" };
    return { type: "damaged", why: error.message };
  }
}

/** Returns false if another process was quicker. */
export function setAside(folder: JobFolder, path: string): boolean {
  if (!existsSync(folder.setAside)) mkdirSync(folder.setAside);
  try {
    renameSync(path, join(folder.setAside, freeName(folder.setAside, basename(path))));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/** Never overwrites a file that was kept before. */
function freeName(folder: string, file: string): string {
  const isFree = (name: string) => lstatSync(join(folder, name), { throwIfNoEntry: false }) === undefined;
  let name = file;
  for (let number = 2; !isFree(name); number++) name = `${file}.${number}`;
  return name;
}
