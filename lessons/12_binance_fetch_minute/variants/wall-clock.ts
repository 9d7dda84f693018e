// Wrong on purpose: the minute, the price and the path come from the clock, not from the run's data interval.

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
  async callable({ now }) {
    const minutesPath = `data/binance/raw/${now().toPlainDate().toString()}/daily_raw.csv`;
    try {
      const price = await binance.averagePrice("BTCUSDT");
      mergeRow(minutes, minutesPath, minuteRow(now(), price));
    } catch (error) {
      // A wrong symbol stays wrong: another try in a minute would get the same answer.
      const isFinal = error instanceof ExchangeError && !error.isWorthRetrying;
      throw isFinal ? new NonRetryableError(error.message, { cause: error }) : error;
    }
  },
});

export default dag;
