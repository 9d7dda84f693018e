// Opens the SQLite file of a store: makes it, brings it up to date, or says why it cannot.

import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { displayPath } from "@daglings/words";
import { asError, EnvironmentError } from "../errors.ts";
import { migrations } from "./schema.ts";

/** "DAGl" in the file's header: tells a store from any other SQLite database. */
const applicationId = 0x44_41_47_6c;

export interface OpenOptions {
  /** FULL, the default, survives a power cut; NORMAL only a crash of the process, and is faster. */
  readonly synchronous?: "FULL" | "NORMAL";
  readonly readOnly?: boolean;
}

export function openDatabase(
  file: string,
  { synchronous = "FULL", readOnly = false }: OpenOptions,
): DatabaseSync {
  const refuse = (why: string, cause?: unknown) =>
    new EnvironmentError(`${displayPath(file)}: ${why}`, { cause });
  let database: DatabaseSync | undefined;
  try {
    if (!readOnly) mkdirSync(dirname(file), { recursive: true });
    database = new DatabaseSync(file, { readOnly, timeout: 10_000 });
    const version = versionOf(database, refuse);
    if (readOnly) return database;
    database.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; PRAGMA cache_size = -16000`,
    );
    if (version < migrations.length) migrate(database, version);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof EnvironmentError) throw error;
    throw refuse(explain(asError(error).message), error);
  }
}

/** From SQLite's words to ours. */
function explain(reason: string): string {
  const another = "name another file as the store";
  if (reason.includes("not a database")) return `it is no database; move it away, or ${another}`;
  if (reason.includes("malformed")) return `it is damaged; put a copy of it back, or ${another}`;
  return `it cannot be opened (${reason}); see whether it is a file that you may write to, or ${another}`;
}

function versionOf(database: DatabaseSync, refuse: (why: string) => EnvironmentError): number {
  const pragma = (name: string) => Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  const version = pragma("user_version");
  const tables = database.prepare("SELECT count(*) AS count FROM sqlite_schema").get()?.["count"];
  if (pragma("application_id") !== applicationId) {
    if (version !== 0 || tables !== 0)
      throw refuse("it is the database of another program; name another file as the store");
  } else if (version > migrations.length) {
    throw refuse(
      `it was written by a newer version (store version ${version}, this one knows ${migrations.length}); ` +
        "update this version, or name another file as the store",
    );
  }
  return version;
}

/** All steps in one transaction: after a crash the store is as it was, or up to date. */
function migrate(database: DatabaseSync, from: number): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    for (const step of migrations.slice(from)) database.exec(step);
    database.exec(
      `PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}; COMMIT`,
    );
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}
