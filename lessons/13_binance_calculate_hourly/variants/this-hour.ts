// Wrong on purpose: the hour is taken from the clock, and an hour without prices is passed over in silence.

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
  callable({ now, log }) {
    const day = now().toPlainDate().toString();
    const thisHour = now().toString().slice(0, "2024-01-15T09".length);
    const all = readRows(minutes, `data/binance/raw/${day}/daily_raw.csv`);
    const ofThisHour = all.filter(({ timestamp }) => timestamp.startsWith(thisHour));
    if (ofThisHour.length === 0) return log(`no prices in the hour ${thisHour}`);
    mergeRow(hours, `data/binance/hourly/${day}/hourly_avg.csv`, hourRow(now(), ofThisHour));
  },
});

chain(waitForMinutes, calculateHourlyAverage);

export default dag;
