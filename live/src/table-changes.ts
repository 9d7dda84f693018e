// Whether rows have been added to a table of an SQLite database, or removed. SQLite's data_version says cheaply that
// something was committed; then the number of rows and the greatest rowid say whether it was this table. A row that is
// changed in place changes neither: to report such changes, write them into a table of changes.

import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { TableWatch } from "@daglings/engine";

export interface TableState {
  readonly rows: number;
  readonly lastRowid: number;
}

export class TableChanges {
  readonly #watch: TableWatch;
  readonly #file: string;
  #database: DatabaseSync | null = null;
  #version: unknown = null;
  #last: TableState;

  /** `last`: how it was at the last report. */
  constructor(watch: TableWatch, folder: string, last: TableState = { rows: 0, lastRowid: 0 }) {
    this.#watch = watch;
    this.#file = join(folder, watch.database);
    this.#last = last;
  }

  /** How the table is now; null if it is unchanged, or does not exist yet. */
  look(): TableState | null {
    if (!statSync(this.#file, { throwIfNoEntry: false })) return null;
    try {
      this.#database ??= new DatabaseSync(this.#file, { readOnly: true });
      const version = Object.values(this.#database.prepare("PRAGMA data_version").get() ?? {})[0];
      if (version === this.#version) return null;
      const state = this.#stateIn(this.#database);
      this.#version = version;
      const { rows, lastRowid } = this.#last;
      if (!state || (state.rows === rows && state.lastRowid === lastRowid)) return null;
      this.#last = state;
      return state;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #stateIn(database: DatabaseSync): TableState | null {
    const { table } = this.#watch;
    const isThere = database
      .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?")
      .get(table);
    if (!isThere) return null;
    const name = `"${table.replaceAll('"', '""')}"`;
    const found = database.prepare(`SELECT count(*) AS rows, max(rowid) AS lastRowid FROM ${name}`).get();
    return { rows: Number(found?.["rows"] ?? 0), lastRowid: Number(found?.["lastRowid"] ?? 0) };
  }

  close(): void {
    this.#database?.close();
    this.#database = null;
  }
}
