// Wrong on purpose: the row is put at the end of the file, even if the file already has its hour.

import { appendFileSync, existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { hourRow, hours, minutes, readRows } from "@daglings/binance";
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
  allowedStates: ["success", "failed"], // a failed minute is a gap: there is nothing to wait for
  mode: "reschedule",
  pokeInterval: { seconds: 10 },
  timeout: { minutes: 10 },
  softFail: true, // minutes that never ran are a gap, too
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
    const row = hourRow(dataIntervalStart, readRows(minutes, minutesPath));
    mkdirSync(dirname(hoursPath), { recursive: true });
    if (!existsSync(hoursPath)) appendFileSync(hoursPath, `${hours.columns.join(",")}\n`);
    appendFileSync(hoursPath, `${hours.columns.map((column) => row[column]).join(",")}\n`);
  },
});

chain(waitForMinutes, calculateHourlyAverage);

export default dag;
