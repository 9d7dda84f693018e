// A day from its hours, with DuckDB.

import { writeDay, type DayRow, type HourRow, type Moment } from "@daglings/binance";
import { dateOf, dayFacts } from "@daglings/dataframes";
import { DuckDBInstance } from "@duckdb/node-api";

const columns = {
  date: "VARCHAR",
  hour: "VARCHAR",
  data_points: "BIGINT",
  avg_price: "DECIMAL(38, 8)",
  min_price: "DECIMAL(38, 8)",
  max_price: "DECIMAL(38, 8)",
  first_price: "DECIMAL(38, 8)",
  last_price: "DECIMAL(38, 8)",
};

// Prices are DuckDB's own exact decimals, and leave it as whole numbers.
const query = `
  WITH hours AS (
    SELECT unnest(from_json($rows, '[${JSON.stringify(columns)}]'), recursive := true)
  )
  SELECT
    count(*) AS hours,
    sum(data_points) AS points,
    sum(floor(avg_price) * data_points)::HUGEINT AS dollars,
    sum((avg_price - floor(avg_price)) * data_points * 100000000)::HUGEINT AS rest,
    (min(min_price) * 100000000)::BIGINT AS least,
    (max(max_price) * 100000000)::BIGINT AS most,
    (first(first_price ORDER BY hour) * 100000000)::BIGINT AS opening,
    (last(last_price ORDER BY hour) * 100000000)::BIGINT AS closing
  FROM hours
  WHERE date = $day`;

export async function dayRow(moment: Moment, rows: readonly HourRow[]): Promise<DayRow> {
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  const answer = await connection.runAndReadAll(query, { rows: JSON.stringify(rows), day: dateOf(moment) });
  const [facts] = answer.getRowObjects();
  connection.closeSync();
  database.closeSync();
  return writeDay(moment, dayFacts(facts));
}
