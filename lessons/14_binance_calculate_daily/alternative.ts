// Another right way: a sensor of its own, which looks at the runs of the hours, for an hour at most.

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
  callable({ dataIntervalStart, dataIntervalEnd, store }) {
    const [from, to] = [dataIntervalStart.epochMilliseconds, dataIntervalEnd.epochMilliseconds - 1];
    const runs = store.listRuns({ dagId: "13_binance_calculate_hourly", from, to });
    return runs.length === 24 && runs.every(({ state }) => state === "success" || state === "failed");
  },
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
