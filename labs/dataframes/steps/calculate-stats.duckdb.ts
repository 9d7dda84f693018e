// Events by day and user, with DuckDB: a database inside the process, which speaks SQL.

import { readUserEvents, type Paths } from "@daglings/dataframes";
import { writeRows } from "@daglings/lessons";
import { DuckDBInstance } from "@duckdb/node-api";

export async function countEvents({ inputPath, outputPath }: Paths): Promise<void> {
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  await connection.run(`CREATE TABLE events (date VARCHAR, "user" VARCHAR)`);
  const rows = await connection.createAppender("events");
  for (const { date, user } of readUserEvents(inputPath)) {
    rows.appendVarchar(date);
    rows.appendVarchar(user);
    rows.endRow();
  }
  rows.closeSync();
  const stats = await connection.runAndReadAll(
    `SELECT date, "user", count(*) FROM events GROUP BY date, "user"`,
  );
  writeRows(outputPath, ["date", "user", "0"], stats.getRows());
  connection.closeSync();
  database.closeSync();
}
