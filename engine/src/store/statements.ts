// Statements on a store's file: each is prepared once, when it is first used, and errors name the file.

import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { inFile } from "./trouble.ts";

interface Statements {
  /** Returns the number of changed rows. */
  readonly write: (sql: string, ...values: SQLInputValue[]) => number;
  readonly rows: <T>(read: (row: object) => T, sql: string, ...values: SQLInputValue[]) => T[];
  readonly transaction: <T>(work: () => T) => T;
}

export function statements(database: DatabaseSync, file: string): Statements {
  const prepared = new Map<string, ReturnType<DatabaseSync["prepare"]>>();

  function prepare(sql: string) {
    const known = prepared.get(sql);
    if (known) return known;
    const statement = database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  }
  function write(sql: string, ...values: SQLInputValue[]): number {
    return inFile(file, () => Number(prepare(sql).run(...values).changes));
  }
  function rows<T>(read: (row: object) => T, sql: string, ...values: SQLInputValue[]): T[] {
    return inFile(file, () =>
      prepare(sql)
        .all(...values)
        .map(read),
    );
  }
  function transaction<T>(work: () => T): T {
    write("BEGIN IMMEDIATE");
    try {
      const result = work();
      write("COMMIT");
      return result;
    } catch (error) {
      // The first failure is the one that counts. On a full disk, for instance, SQLite has rolled back by itself.
      if (database.isTransaction) write("ROLLBACK");
      throw error;
    }
  }

  return { write, rows, transaction };
}
