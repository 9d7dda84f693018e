// Another right way: it waits until the file itself has all hours, an hour at most, and calculates what it has then.

import { dayRow, days, hours, mergeRow, readRows } from "@daglings/binance";
import { chain, DAG, FunctionOperator, FunctionSensor } from "@daglings/engine";

const dag = new DAG({
  schedule: { days: 1 },
  startDate: "2024-01-15",
  catchup: false,
  defaultArgs: { retries: 2, retryDelay: { minutes: 10 } },
});

const hoursPath = "data/binance/hourly/{{data_interval_start | ds}}/hourly_avg.csv";

const waitForHours = new FunctionSensor({
  dag,
  taskId: "wait_for_hours",
  mode: "reschedule",
  pokeInterval: { minutes: 1 },
  timeout: { hours: 1 },
  softFail: true,
  opArgs: [hoursPath],
  callable: (path) => readRows(hours, path).length === 24,
});

const calculateDailyAverage = new FunctionOperator({
  dag,
  taskId: "calculate_daily_average",
  triggerRule: "all_done",
  opArgs: [hoursPath],
  callable(path, { dataIntervalStart }) {
    const row = dayRow(dataIntervalStart, readRows(hours, path));
    mergeRow(days, "data/binance/daily/daily_avg.csv", row);
  },
});

chain(waitForHours, calculateDailyAverage);

export default dag;
