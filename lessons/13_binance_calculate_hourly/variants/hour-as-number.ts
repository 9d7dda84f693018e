// Wrong on purpose: the file is read with a reader that takes digits for numbers, and so 09 for 9.

import { mkdirSync, writeFileSync } from "node:fs";
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
    const others = readGuessing(hoursPath).filter(([date, hour]) => date !== row.date || hour !== row.hour);
    const lines = [hours.columns, ...others, hours.columns.map((column) => row[column])];
    mkdirSync(dirname(hoursPath), { recursive: true });
    writeFileSync(hoursPath, lines.map((cells) => `${cells.join(",")}\n`).join(""));
  },
});

/** What consists of digits is a number, as many readers of CSV files guess. */
function readGuessing(path: string): (string | number)[][] {
  const lines = readRows(hours, path).map((row) => hours.columns.map((column) => row[column]));
  return lines.map((cells) => cells.map((cell) => (/^\d+$/.test(cell) ? Number(cell) : cell)));
}

chain(waitForMinutes, calculateHourlyAverage);

export default dag;
