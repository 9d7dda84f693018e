// Wrong on purpose: the sensor fails as soon as one of the sixty runs has failed.

import { hourRow, hours, mergeRow, minutes, readRows } from "@daglings/binance";
import { chain, DAG, ExternalTaskSensor, FunctionOperator } from "@daglings/engine";

const dag = new DAG({
  schedule: "@hourly",
  startDate: "2024-01-15",
  catchup: false,
  defaultArgs: { retries: 2, retryDelay: { minutes: 5 } },
});

const waitForMinutes = new ExternalTaskSensor({
  dag,
  taskId: "wait_for_minutes",
  externalDagId: "12_binance_fetch_minute",
  executionDateFn: (_, { dataIntervalStart }) =>
    [...Array(60).keys()].map((number) => dataIntervalStart.add({ minutes: number })), // for each number from 0 to 59
  allowedStates: ["success"],
  failedStates: ["failed"],
  mode: "reschedule",
  pokeInterval: { seconds: 10 },
  timeout: { minutes: 10 },
});

const calculateHourlyAverage = new FunctionOperator({
  dag,
  taskId: "calculate_hourly_average",
  triggerRule: "none_failed", // even if the sensor has given up: it calculates what is there
  templatesDict: {
    minutesPath: "data/binance/raw/{{data_interval_start | ds}}/daily_raw.csv",
    hoursPath: "data/binance/hourly/{{data_interval_start | ds}}/hourly_avg.csv",
  },
  callable({ dataIntervalStart, templatesDict: { minutesPath, hoursPath } }) {
    mergeRow(hours, hoursPath, hourRow(dataIntervalStart, readRows(minutes, minutesPath)));
  },
});

chain(waitForMinutes, calculateHourlyAverage);

export default dag;
