// Wrong on purpose: a minute that was fetched once is never fetched again, because a variable says that it is done.

import { BinanceClient, ExchangeError, mergeRow, minuteRow, minutes } from "@daglings/binance";
import { DAG, FunctionOperator, NonRetryableError } from "@daglings/engine";

const dag = new DAG({
  schedule: { minutes: 1 },
  startDate: "2024-01-15",
  catchup: false,
  defaultArgs: { retries: 3, retryDelay: { minutes: 1 } },
});

const binance = new BinanceClient();
const done = new Set<number>();

new FunctionOperator({
  dag,
  taskId: "fetch_binance_price",
  templatesDict: { minutesPath: "data/binance/raw/{{data_interval_start | ds}}/daily_raw.csv" },
  async callable({ dataIntervalStart, templatesDict: { minutesPath } }) {
    if (done.has(dataIntervalStart.epochMilliseconds)) return;
    try {
      const price = await binance.averagePriceOf("BTCUSDT", dataIntervalStart);
      mergeRow(minutes, minutesPath, minuteRow(dataIntervalStart, price));
      done.add(dataIntervalStart.epochMilliseconds);
    } catch (error) {
      // A wrong symbol stays wrong: another try in a minute would get the same answer.
      const isFinal = error instanceof ExchangeError && !error.isWorthRetrying;
      throw isFinal ? new NonRetryableError(error.message, { cause: error }) : error;
    }
  },
});

export default dag;
