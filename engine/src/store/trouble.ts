// Turns SQLite's errors into ours: what is wrong with a store's file, and what to do about it.

import { displayPath } from "@daglings/words";
import { asError, EnvironmentError } from "../errors.ts";
import { busyTime } from "./lease.ts";

export const another = "name another file as the store";
const afterwards = "and start again: what was committed is kept";

/** SQLite's errors, and a damaged row, become an error that names the file. Any other error stays as it is. */
export function inFile<T>(file: string, work: () => T): T {
  for (let tries = 1; ; tries++) {
    try {
      return work();
    } catch (error) {
      if (codeOf(asError(error)) !== midWrite.code || tries === midWrite.tries) throw told(file, error);
    }
  }
}

/**
 * SQLITE_PROTOCOL: another program stopped while it was writing the head of SQLite's log. Nobody can begin to read then,
 * and SQLite, which waits for a lock as long as it is told to, gives up by itself after ten seconds.
 */
const midWrite = { code: 15, tries: Math.floor(busyTime / 10_000) };

function told(file: string, thrown: unknown): Error {
  const error = asError(thrown);
  const why = error instanceof DamagedError ? damaged(error.message) : explain(error);
  return why === null ? error : new EnvironmentError(`${displayPath(file)}: ${why}`, { cause: error });
}

/** A row holds something that a store never writes. */
export class DamagedError extends Error {}

function damaged(where?: string): string {
  const place = where === undefined ? "" : ` (${where})`;
  return `it is damaged${place}; put a copy of it back, or ${another}`;
}

function explain(error: Error): string | null {
  switch (codeOf(error)) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
      return locked(busyTime);
    case 8: // SQLITE_READONLY
      return `it cannot be written (${error.message}); see whether you may write to it, ${afterwards}`;
    case 10: // SQLITE_IOERR
      return `it cannot be read or written (${error.message}); see whether the disk is full or broken, ${afterwards}`;
    case 11: // SQLITE_CORRUPT
      return damaged();
    case 13: // SQLITE_FULL
      return `the disk is full; make room, ${afterwards}`;
    case 14: // SQLITE_CANTOPEN
      return `it cannot be opened (${error.message}); see whether it is a file that you may write to, or ${another}`;
    case midWrite.code:
      return locked(midWrite.tries * 10_000);
    case 26: // SQLITE_NOTADB
      return `it is not a database; move it away, or ${another}`;
    default:
      return null;
  }
}

function locked(time: number): string {
  return `another program has kept it locked for ${time / 1000} s; end that program, ${afterwards}`;
}

/** Without its upper bits, which distinguish errors of one kind. */
function codeOf(error: Error): number | null {
  return "errcode" in error && typeof error.errcode === "number" ? error.errcode & 0xff : null;
}
