// Gives SQLite's log its room beforehand. When a commit makes the log longer, the file system has to record the new length,
// too, and that takes longer than the commit itself. A commit into room that the file already has is spared that.

import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";

/**
 * Zeros after the end: SQLite does not count them as part of its log, and writes over them. Nobody may write to the log
 * meanwhile, so it takes SQLite's lock. If it cannot be done, nothing is lost: commits are slower then.
 */
export function growLog(database: DatabaseSync, file: string, size: number): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    const log = openSync(`${file}-wal`, "r+");
    const before = fstatSync(log).size;
    try {
      for (let at = before; at < size;) at += writeSync(log, zeros, 0, Math.min(zeros.length, size - at), at);
      if (before < size) fsyncSync(log);
    } catch {
      ftruncateSync(log, before); // the disk is full
    } finally {
      closeSync(log);
    }
  } catch {
    // The log cannot be opened, or cannot be made as short as it was.
  } finally {
    database.exec("ROLLBACK");
  }
}

const zeros = Buffer.alloc(256 * 1024);
