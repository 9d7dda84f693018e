// What a SQLite file holds, as text: a line for each row of each table. It looks at a copy, so that nothing changes, and asks
// for tables alone, since a view could calculate for ever.

import { copyFileSync, lstatSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** More rows than any lesson writes. */
const most = 10_000;

/** "result|customer_001|4|794". Null: it is not a database. */
export function databaseText(file: string): string | null {
  const folder = mkdtempSync(join(tmpdir(), "daglings-database-"));
  try {
    const copy = join(folder, "copy.db");
    copyFileSync(file, copy);
    // What was written last may be in a file beside it. A pipe of that name would be read for ever, a link leads elsewhere.
    const isFile = lstatSync(`${file}-wal`, { throwIfNoEntry: false })?.isFile();
    if (isFile) copyFileSync(`${file}-wal`, `${copy}-wal`);
    return textOf(new DatabaseSync(copy));
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function textOf(database: DatabaseSync): string {
  try {
    const tables = database
      .prepare("select name from sqlite_schema where type = 'table' order by name")
      .all();
    const lines = tables.flatMap(({ name }) => {
      const table = String(name);
      const select = database.prepare(`select * from "${table.replaceAll('"', '""')}" limit ${most}`);
      return select.all().map((row) => [table, ...Object.values(row).map(String)].join("|"));
    });
    return lines.map((line) => `${line}\n`).join("");
  } finally {
    database.close();
  }
}
