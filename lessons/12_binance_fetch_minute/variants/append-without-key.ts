// Wrong on purpose: the row is put at the end of the file, even if the file already has its minute.

import { appendFileSync, existsSync, mkdirSync } from "node:fs";
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

new FunctionOperator({
  dag,
  taskId: "fetch_binance_price",
  templatesDict: { minutesPath: "data/binance/raw/{{data_interval_start | ds}}/daily_raw.csv" },
  async callable({ dataIntervalStart, templatesDict: { minutesPath } }) {
    try {
      const price = await binance.averagePriceOf("BTCUSDT", dataIntervalStart);
      const row = minuteRow(dataIntervalStart, price);
      mkdirSync(dirname(minutesPath), { recursive: true });
      if (!existsSync(minutesPath)) appendFileSync(minutesPath, `${minutes.columns.join(",")}\n`);
      appendFileSync(minutesPath, `${minutes.columns.map((column) => row[column]).join(",")}\n`);
    } catch (error) {
      // A wrong symbol stays wrong: another try in a minute would get the same answer.
      const isFinal = error instanceof ExchangeError && !error.isWorthRetrying;
      throw isFinal ? new NonRetryableError(error.message, { cause: error }) : error;
    }
  },
});

export default dag;
