// What is wrong with a database, in a sentence: the place without its password, the trouble, and what to do about it.

import { EnvironmentError } from "@daglings/engine";
import type { DatabaseUrl } from "./database-url.ts";

/** What went wrong, as it comes out of the thread. */
export interface Failure {
  /** SQLSTATE, or the code of a network error. */
  readonly code: string;
  readonly message: string;
  /** The server refused it, and goes on working. */
  readonly isRefused: boolean;
}

const again = "and start again: what was committed is kept";

/** @param patience how long it has been tried again, in milliseconds; 0: the database is being opened. */
export function told(url: DatabaseUrl, failure: Failure, patience: number): Error {
  const why = failure.isRefused ? refused(url, failure) : unreachable(failure, patience);
  const error = new Error(`${failure.message} (${failure.code})`);
  if (why === null) return new Error(`${url.shown}: PostgreSQL says: ${error.message}`);
  return new EnvironmentError(`${url.shown}: ${why}`, { cause: error });
}

function unreachable({ message }: Failure, patience: number): string {
  if (patience === 0) return `no server answers there (${message}); start it, or name another with --store`;
  const seconds = Math.round(patience / 1000);
  return `its server has been gone for ${seconds} s (${message}); get it running, ${again}`;
}

function refused({ user, database }: DatabaseUrl, { code, message }: Failure): string | null {
  switch (code) {
    case "28P01":
    case "28000":
      return `the server does not let "${user}" in (${message}); check the password, in the URL or in PGPASSWORD`;
    case "3D000":
      return `the server has no database "${database}"; make it: createdb ${database}`;
    case "42501":
      return `"${user}" may not do that (${message}); let it own the database: ALTER DATABASE "${database}" OWNER TO "${user}"`;
    case "25006":
      return `the server is a read-only copy (${message}); name the one that can be written`;
    case "53300":
      return `the server has no connection left (${message}); raise its max_connections, ${again}`;
    case "53100":
      return `the server's disk is full (${message}); make room, ${again}`;
    default:
      return null;
  }
}
