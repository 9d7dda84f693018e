// Another right way: cron instead of a duration, and two tasks, of which the first hands the price to the second.

import { BinanceClient, mergeRow, minuteRow, minutes, type AveragePrice } from "@daglings/binance";
import { chain, DAG, FunctionOperator } from "@daglings/engine";

const dag = new DAG({ schedule: "* * * * *", startDate: "2024-01-15", catchup: false });

const fetchBinancePrice = new FunctionOperator({
  dag,
  taskId: "fetch_binance_price",
  retries: 3,
  retryDelay: { minutes: 1 },
  callable: ({ dataIntervalStart }) => new BinanceClient().averagePriceOf("BTCUSDT", dataIntervalStart),
});

const saveRow = new FunctionOperator({
  dag,
  taskId: "save_row",
  callable({ dataIntervalStart, ti }) {
    const price = ti.xcomPull("fetch_binance_price") as AveragePrice;
    const day = dataIntervalStart.toPlainDate().toString();
    mergeRow(minutes, `data/binance/raw/${day}/daily_raw.csv`, minuteRow(dataIntervalStart, price));
  },
});

chain(fetchBinancePrice, saveRow);

export default dag;
