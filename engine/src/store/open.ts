// Opens the SQLite file of a store: creates it, brings it up to date, or says why it cannot.

import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { displayPath, show, UsageError } from "@daglings/words";
import { EnvironmentError } from "../errors.ts";
import { growLog } from "./grown-log.ts";
import { busyTime } from "./lease.ts";
import { migrations } from "./schema.ts";
import { another, inFile } from "./trouble.ts";

/** "DAGl" in the file's header: tells a store from any other SQLite database. */
const applicationId = 0x44_41_47_6c;

export interface OpenOptions {
  /**
   * FULL, the default, survives a power cut; so does NORMAL, without its last commits, and it is faster. OFF survives a
   * crash of the process, and does not wait for the disk: for data that nobody needs after a power cut.
   */
  readonly synchronous?: "FULL" | "NORMAL" | "OFF";
  readonly readOnly?: boolean;
}

/** In bytes, for a new file. A commit touches some six pages, and costs mostly as much as there is to write. */
const pageSize = 1024;
/** How much, in bytes, goes into SQLite's log before the file itself is written. */
const logSize = 4 * 1024 * 1024;
/** How much of it is made at once, in bytes: a hundred commits need this much. */
const grownSize = 1024 * 1024;

export function openDatabase(file: string, options: OpenOptions): DatabaseSync {
  checkName(file);
  return inFile(file, () => {
    if (options.readOnly !== true) mkdirSync(dirname(file), { recursive: true });
    // The full path: in a short one that begins with "file:", SQLite sees more than a name.
    const database = new DatabaseSync(resolve(file), {
      readOnly: options.readOnly === true,
      timeout: busyTime,
    });
    try {
      prepare(database, file, options);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function prepare(
  database: DatabaseSync,
  file: string,
  { synchronous = "FULL", readOnly = false }: OpenOptions,
): void {
  const refuse = (why: string) => new EnvironmentError(`${displayPath(file)}: ${why}`);
  const version = versionOf(database, refuse);
  if (readOnly) {
    if (version < migrations.length) throw refuse(`it was written by an older version; ${openOnce}`);
    return;
  }
  database.exec(`
    PRAGMA synchronous = ${synchronous};
    PRAGMA page_size = ${pageSize};
    PRAGMA journal_mode = WAL;
    PRAGMA wal_autocheckpoint = ${logSize / pageSize};
    PRAGMA cache_size = -16000;
  `);
  if (version < migrations.length) migrate(database, refuse);
  if (synchronous === "FULL") growLog(database, resolve(file), grownSize);
}

const openOnce = "let a scheduler work on it once, which brings it up to date";

/** SQLite keeps these in memory, or in a file that it deletes: they would look like a store, and keep nothing. */
function checkName(file: string): void {
  if (file !== "" && file !== ":memory:") return;
  throw new UsageError(`${show(file)} is not a file for a store; name one, or use memoryStore()`);
}

/** Distinguishes a file from another that gets its name later; null if there is none. */
export function fileId(file: string): string | null {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat ? `${stat.dev} ${stat.ino}` : null;
}

function versionOf(database: DatabaseSync, refuse: (why: string) => EnvironmentError): number {
  const pragma = (name: string) => Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  const version = pragma("user_version");
  const tables = database.prepare("SELECT count(*) AS count FROM sqlite_schema").get()?.["count"];
  if (pragma("application_id") !== applicationId) {
    if (version !== 0 || tables !== 0) throw refuse(`it is the database of another program; ${another}`);
  } else if (version > migrations.length) {
    throw refuse(
      `it was written by a newer version (store version ${version}, this one knows ${migrations.length}); ` +
        `update this version, or ${another}`,
    );
  }
  return version;
}

/** All steps in one transaction: after a crash the store is either as it was or up to date. */
function migrate(database: DatabaseSync, refuse: (why: string) => EnvironmentError): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    // Asked again: another process may have done it while this one waited for its turn.
    for (const step of migrations.slice(versionOf(database, refuse))) database.exec(step);
    database.exec(
      `PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}; COMMIT`,
    );
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
