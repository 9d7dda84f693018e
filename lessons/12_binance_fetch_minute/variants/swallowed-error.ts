// Wrong on purpose: a failed request is written to the log, and the task ends as if all were well.

import { BinanceClient, mergeRow, minuteRow, minutes } from "@daglings/binance";
import { DAG, FunctionOperator } from "@daglings/engine";

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
  async callable({ dataIntervalStart, log, templatesDict: { minutesPath } }) {
    try {
      const price = await binance.averagePriceOf("BTCUSDT", dataIntervalStart);
      mergeRow(minutes, minutesPath, minuteRow(dataIntervalStart, price));
    } catch (error) {
      log(`no price: ${String(error)}`);
    }
  },
});

export default dag;
