// One writer at a time in a folder, among all processes of this machine. SQLite does the locking, on an empty file that
// stays in the folder: no other lock that Node offers is taken back by the system when its holder is killed.

import { statSync } from "node:fs";
import { join } from "node:path";
import { platform } from "node:process";
import { DatabaseSync } from "node:sqlite";

/** In milliseconds. A writer needs less than one. */
const patience = 10_000;

interface Lock {
  readonly path: string;
  /** Distinguishes its file from another of the same name. */
  readonly id: string;
  readonly file: DatabaseSync;
}

/** Opening a file takes longer than all that is done under its lock: the last one stays open for the next row. */
let spare: Lock | undefined;
/** Windows does not delete a folder in which a file is open. */
const keepsOne = platform !== "win32";

export function withLock<T>(folder: string, work: () => T): T {
  const lock = takeLock(join(folder, ".lock"));
  try {
    return work();
  } finally {
    lock.file.exec("COMMIT");
    giveBack(lock);
  }
}

function takeLock(path: string): Lock {
  const known = takeSpare(path);
  let file: DatabaseSync | undefined;
  try {
    file = known?.file ?? openFile(path);
    file.exec("BEGIN EXCLUSIVE");
    return known ?? { path, id: idOf(path), file };
  } catch (cause) {
    file?.close();
    const what = cause instanceof Error ? cause.message : String(cause);
    const remedy = "see whether the folder can be written to, and which program holds the file";
    throw new Error(`${path}: cannot be locked (${what}); ${remedy}`, { cause });
  }
}

/** A folder that was deleted, and made again, has another file. */
function takeSpare(path: string): Lock | undefined {
  if (spare?.path !== path || spare.id !== idOf(path)) return undefined;
  const lock = spare;
  spare = undefined;
  return lock;
}

function giveBack(lock: Lock): void {
  if (keepsOne) {
    spare?.file.close();
    spare = lock;
  } else lock.file.close();
}

function openFile(path: string): DatabaseSync {
  const file = new DatabaseSync(path, { timeout: patience });
  file.exec("PRAGMA journal_mode = MEMORY"); // on disk, a journal would come and go each time
  return file;
}

function idOf(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat ? `${stat.dev} ${stat.ino}` : "";
}
