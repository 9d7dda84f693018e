// Wrong on purpose: nothing waits for the runs of the hours: the faster one wins.

import { dayRow, days, hours, mergeRow, readRows } from "@daglings/binance";
import { chain, DAG, FunctionOperator } from "@daglings/engine";

const dag = new DAG({
  schedule: "@daily",
  startDate: "2024-01-15",
  catchup: false,
  defaultArgs: { retries: 2, retryDelay: { minutes: 10 } },
});

const calculateDailyAverage = new FunctionOperator({
  dag,
  taskId: "calculate_daily_average",
  templatesDict: {
    hoursPath: "data/binance/hourly/{{data_interval_start | ds}}/hourly_avg.csv",
    daysPath: "data/binance/daily/daily_avg.csv",
  },
  callable({ dataIntervalStart, templatesDict: { hoursPath, daysPath } }) {
    mergeRow(days, daysPath, dayRow(dataIntervalStart, readRows(hours, hoursPath)));
  },
});

chain(calculateDailyAverage);

export default dag;
