// An hour from its minutes, with DuckDB.

import { writeHour, type HourRow, type MinuteRow, type Moment } from "@daglings/binance";
import { hourFacts, hourOf } from "@daglings/dataframes";
import { DuckDBInstance } from "@duckdb/node-api";

// Prices are DuckDB's own exact decimals, and leave it as whole numbers.
const query = `
  WITH minutes AS (
    SELECT unnest(from_json($rows, '[{"timestamp": "VARCHAR", "price": "DECIMAL(38, 8)"}]'), recursive := true)
  ), own AS (
    SELECT timestamp, (price * 100000000)::BIGINT AS price FROM minutes WHERE starts_with(timestamp, $hour)
  )
  SELECT
    count(*) AS points,
    sum(price) AS sum,
    min(price) AS least,
    max(price) AS most,
    first(price ORDER BY timestamp) AS first,
    last(price ORDER BY timestamp) AS last
  FROM own`;

export async function hourRow(moment: Moment, rows: readonly MinuteRow[]): Promise<HourRow> {
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  const answer = await connection.runAndReadAll(query, { rows: JSON.stringify(rows), hour: hourOf(moment) });
  const [facts] = answer.getRowObjects();
  connection.closeSync();
  database.closeSync();
  return writeHour(moment, hourFacts(facts));
}
