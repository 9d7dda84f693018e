// Wrong on purpose: the day is taken from the clock, and a day without hours is passed over in silence.

import { dayRow, days, hours, mergeRow, readRows } from "@daglings/binance";
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
  templatesDict: { daysPath: "data/binance/daily/daily_avg.csv" },
  callable({ now, log, templatesDict: { daysPath } }) {
    const today = now().toPlainDate().toString();
    const ofToday = readRows(hours, `data/binance/hourly/${today}/hourly_avg.csv`);
    if (ofToday.length === 0) return log(`no hours on ${today}`);
    mergeRow(days, daysPath, dayRow(now(), ofToday));
  },
});

chain(waitForHours, calculateDailyAverage);

export default dag;
