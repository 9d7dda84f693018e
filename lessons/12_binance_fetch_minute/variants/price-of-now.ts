// Wrong on purpose: it asks for the current price, even if its minute is long over.

import { BinanceClient, ExchangeError, mergeRow, minuteRow, minutes } from "@daglings/binance";
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
      const price = await binance.averagePrice("BTCUSDT");
      mergeRow(minutes, minutesPath, minuteRow(dataIntervalStart, price));
    } catch (error) {
      // A wrong symbol stays wrong: another try in a minute would get the same answer.
      const isFinal = error instanceof ExchangeError && !error.isWorthRetrying;
      throw isFinal ? new NonRetryableError(error.message, { cause: error }) : error;
    }
  },
});

export default dag;
