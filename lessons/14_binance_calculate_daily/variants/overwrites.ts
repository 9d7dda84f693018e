// Wrong on purpose: each run rewrites daily_avg.csv, with nothing in it but its own day.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { dayRow, days, hours, readRows } from "@daglings/binance";
import { chain, DAG, ExternalTaskSensor, FunctionOperator } from "@daglings/engine";

const dag = new DAG({
  schedule: "@daily",
  startDate: "2024-01-15",
  catchup: false,
  defaultArgs: { retries: 2, retryDelay: { minutes: 10 } },
});

const waitForHours = new ExternalTaskSensor({
  dag,
  taskId: "wait_for_hours",
  externalDagId: "13_binance_calculate_hourly",
  executionDateFn: (_, { dataIntervalStart }) =>
    [...Array(24).keys()].map((number) => dataIntervalStart.add({ hours: number })), // for each number from 0 to 23
  allowedStates: ["success", "failed"], // a failed hour is a gap: there is nothing to wait for
  mode: "reschedule",
  pokeInterval: { seconds: 20 },
  timeout: { minutes: 30 },
  softFail: true, // hours that never ran are a gap, too
});

const calculateDailyAverage = new FunctionOperator({
  dag,
  taskId: "calculate_daily_average",
  triggerRule: "none_failed", // even if the sensor has given up: it calculates what is there
  templatesDict: {
    hoursPath: "data/binance/hourly/{{data_interval_start | ds}}/hourly_avg.csv",
    daysPath: "data/binance/daily/daily_avg.csv",
  },
  callable({ dataIntervalStart, templatesDict: { hoursPath, daysPath } }) {
    const row = dayRow(dataIntervalStart, readRows(hours, hoursPath));
    mkdirSync(dirname(daysPath), { recursive: true });
    const lines = [days.columns, days.columns.map((column) => row[column])];
    writeFileSync(daysPath, lines.map((cells) => `${cells.join(",")}\n`).join(""));
  },
});

chain(waitForHours, calculateDailyAverage);

export default dag;
