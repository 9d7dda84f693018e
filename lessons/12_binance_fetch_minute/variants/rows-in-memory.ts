// Wrong on purpose: all rows are kept in a variable, and the file is written from it each time.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { BinanceClient, ExchangeError, minuteRow, minutes } from "@daglings/binance";
import { DAG, FunctionOperator, NonRetryableError } from "@daglings/engine";

const dag = new DAG({
  schedule: { minutes: 1 },
  startDate: "2024-01-15",
  catchup: false,
  defaultArgs: { retries: 3, retryDelay: { minutes: 1 } },
});

const binance = new BinanceClient();
const lines = new Map<string, string>();

new FunctionOperator({
  dag,
  taskId: "fetch_binance_price",
  templatesDict: { minutesPath: "data/binance/raw/{{data_interval_start | ds}}/daily_raw.csv" },
  async callable({ dataIntervalStart, templatesDict: { minutesPath } }) {
    try {
      const price = await binance.averagePriceOf("BTCUSDT", dataIntervalStart);
      const row = minuteRow(dataIntervalStart, price);
      lines.set(row.timestamp, minutes.columns.map((column) => row[column]).join(","));
      const day = row.timestamp.slice(0, 10);
      const ofThisDay = [...lines.keys()].filter((timestamp) => timestamp.startsWith(day)).toSorted();
      mkdirSync(dirname(minutesPath), { recursive: true });
      const text = [minutes.columns.join(","), ...ofThisDay.map((timestamp) => lines.get(timestamp)), ""];
      writeFileSync(minutesPath, text.join("\n"));
    } catch (error) {
      // A wrong symbol stays wrong: another try in a minute would get the same answer.
      const isFinal = error instanceof ExchangeError && !error.isWorthRetrying;
      throw isFinal ? new NonRetryableError(error.message, { cause: error }) : error;
    }
  },
});

export default dag;
