// Wrong on purpose: nothing waits for the runs of the minutes: the faster one wins.

import { hourRow, hours, mergeRow, minutes, readRows } from "@daglings/binance";
import { chain, DAG, FunctionOperator } from "@daglings/engine";

const dag = new DAG({
  schedule: "@hourly",
  startDate: "2024-01-15",
  catchup: false,
  defaultArgs: { retries: 2, retryDelay: { minutes: 5 } },
});

const calculateHourlyAverage = new FunctionOperator({
  dag,
  taskId: "calculate_hourly_average",
  templatesDict: {
    minutesPath: "data/binance/raw/{{data_interval_start | ds}}/daily_raw.csv",
    hoursPath: "data/binance/hourly/{{data_interval_start | ds}}/hourly_avg.csv",
  },
  callable({ dataIntervalStart, templatesDict: { minutesPath, hoursPath } }) {
    mergeRow(hours, hoursPath, hourRow(dataIntervalStart, readRows(minutes, minutesPath)));
  },
});

chain(calculateHourlyAverage);

export default dag;
