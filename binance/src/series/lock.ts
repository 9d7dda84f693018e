// One writer at a time in a folder, among all processes of this machine. SQLite does the locking, on an empty file that
// stays in the folder: no other lock that Node offers is taken back by the system when its holder is killed.

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** In milliseconds. A writer needs less than one. */
const patience = 10_000;

export function withLock<T>(folder: string, work: () => T): T {
  const lock = takeLock(join(folder, ".lock"));
  try {
    return work();
  } finally {
    lock.close();
  }
}

function takeLock(file: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(file, { timeout: patience });
    lock.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE"); // on disk, a journal would come and go each time
    return lock;
  } catch (cause) {
    lock?.close();
    const what = cause instanceof Error ? cause.message : String(cause);
    const remedy = "see whether the folder can be written to, and which program holds the file";
    throw new Error(`${file}: cannot be locked (${what}); ${remedy}`, { cause });
  }
}
