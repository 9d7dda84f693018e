// Events by day and user, with DuckDB: a database inside the process, which reads the file itself and speaks SQL.

import type { Paths } from "@daglings/dataframes";
import { writeRows } from "@daglings/lessons";
import { DuckDBInstance } from "@duckdb/node-api";

const query = `
  SELECT date, "user", count(*)
  FROM read_json($inputPath, format = 'array', columns = {date: 'VARCHAR', "user": 'VARCHAR'})
  GROUP BY date, "user"`;

export async function countEvents({ inputPath, outputPath }: Paths): Promise<void> {
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  const stats = await connection.runAndReadAll(query, { inputPath });
  writeRows(outputPath, ["date", "user", "0"], stats.getRows());
  connection.closeSync();
  database.closeSync();
}
