// Turns SQLite's errors into ours: what is wrong with a store's file, and what to do about it.

import { displayPath } from "@daglings/words";
import { stopwatch } from "../clocks/stopwatch.ts";
import { asError, EnvironmentError } from "../errors.ts";
import { busyTime } from "./lease.ts";

export const another = "name another file as the store";
const afterwards = "and start again: what was committed is kept";

/**
 * SQLite's errors, and a damaged row, become an error that names the file. Any other error stays as it is.
 *
 * SQLite itself waits for a locked file, but not always for as long as it was told to: it gives up at once where it fears a
 * deadlock, and after ten seconds where another program stopped while it was writing the head of SQLite's log.
 */
export function inFile<T>(file: string, work: () => T): T {
  const began = stopwatch();
  for (;;) {
    try {
      return work();
    } catch (thrown) {
      const error = asError(thrown);
      const waited = stopwatch() - began;
      if (!isLocked(error) || waited > busyTime - itsPatience) throw describe(file, error, waited);
      standStill(10);
    }
  }
}

/** In milliseconds. */
const itsPatience = 10_000;

function isLocked(error: Error): boolean {
  return [5, 6, 15].includes(codeOf(error) ?? 0); // SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL
}

function standStill(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function describe(file: string, error: Error, waited: number): Error {
  const why = error instanceof DamagedError ? damaged(error.message) : explain(error, waited);
  return why === null ? error : new EnvironmentError(`${displayPath(file)}: ${why}`, { cause: error });
}

/** A row holds something that a store never writes. */
export class DamagedError extends Error {}

function damaged(where?: string): string {
  const place = where === undefined ? "" : ` (${where})`;
  return `it is damaged${place}; put a copy of it back, or ${another}`;
}

function explain(error: Error, waited: number): string | null {
  if (isLocked(error)) {
    const seconds = Math.round(waited / 1000);
    return `another program has kept it locked for ${seconds} s; end that program, ${afterwards}`;
  }
  switch (codeOf(error)) {
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
    case 26: // SQLITE_NOTADB
      return `it is not a database; move it away, or ${another}`;
    default:
      return null;
  }
}

/** Without its upper bits, which distinguish errors of one kind. */
function codeOf(error: Error): number | null {
  return "errcode" in error && typeof error.errcode === "number" ? error.errcode & 0xff : null;
}
