// The folder in which a lesson runs: it holds data, logs, mails and the database.

import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { getBuiltinModule, kill, pid } from "node:process";
import { EnvironmentError, UsageError, type FilesFolder } from "@daglings/engine";
import { makeFolder } from "./make-folder.ts";
import { marker, writeNote } from "./run-note.ts";

/** Has the number of the process that works there now. */
const inUse = ".daglings-in-use";
const database = "daglings.db";
const ownNames = new Set(["logs", "mailbox", database, `${database}-wal`, `${database}-shm`]);

export interface RunFolder {
  readonly path: string;
  readonly store: string;
  readonly logs: string;
  readonly mailbox: string;
}

/** On Windows a database is still in use for a moment after it was closed. */
const removal = { recursive: true, force: true, maxRetries: 5 };

/** Makes the folder, or empties it unless `keep`. A folder that the kit has not made is never deleted. */
export function prepareFolder(path: string, keep: boolean): RunFolder {
  try {
    makeFolder(path);
    const names = readdirSync(path);
    if (names.length > 0 && !names.includes(marker)) {
      throw new UsageError(`${path} is not empty, and no lesson has made it; name another folder with --dir`);
    }
    if (!names.includes(marker)) writeNote(path, null);
    take(path);
    const old = keep ? [] : names.filter((name) => name !== marker && name !== inUse);
    for (const name of old) rmSync(join(path, name), removal);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new EnvironmentError(
      `${path} cannot be used as the run's folder (${reason}); name another with --dir`,
      { cause: error },
    );
  }
  return {
    path,
    store: join(path, database),
    logs: join(path, "logs"),
    mailbox: join(path, "mailbox"),
  };
}

/** Where its tasks write. */
export function filesIn({ path }: RunFolder): FilesFolder {
  return { folder: path, except: [...ownNames] };
}

/** Two runs in one folder would take each other's files away. A killed run does not block the folder. */
function take(path: string): void {
  const file = join(path, inUse);
  try {
    writeFileSync(file, `${pid}\n`, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const holder = Number(readFileSync(file, "utf8"));
    if (holder !== pid && isRunning(holder)) {
      throw new UsageError(
        `process ${holder} works in ${path}; wait for its end, name another folder with --dir, or, if no lesson runs there, delete ${file}`,
      );
    }
    writeFileSync(file, `${pid}\n`);
  }
}

function isRunning(process: number): boolean {
  try {
    return kill(process, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // it belongs to somebody else
  }
}

export function leaveFolder({ path }: RunFolder): void {
  rmSync(join(path, inUse), { force: true });
}

/** The files that the tasks have left, by path, with slashes on every system. */
export function listPaths({ path }: Pick<RunFolder, "path">): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)).split(sep))
    .filter((parts) => !ownNames.has(parts[0] ?? "") && !parts.some((part) => part.startsWith(".")))
    .map((parts) => parts.join("/"))
    .toSorted();
}

export interface LeftFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export function listFiles(folder: Pick<RunFolder, "path">): LeftFile[] {
  const { createHash } = getBuiltinModule("node:crypto"); // an import evaluates all its exports, and takes longer
  return listPaths(folder).flatMap((path) => {
    const content = readIfThere(join(folder.path, path));
    if (content === null) return [];
    return { path, bytes: content.length, sha256: createHash("sha256").update(content).digest("hex") };
  });
}

/** Null if it was removed in the meantime: what a task has left running may still be at work. */
export function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
