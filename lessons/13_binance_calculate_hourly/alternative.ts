// Another right way: a sensor of its own, which looks at the runs itself, and sees at once that nothing more will come.

import { hourRow, hours, mergeRow, minutes, readRows } from "@daglings/binance";
import { chain, DAG, FunctionOperator, FunctionSensor } from "@daglings/engine";

const dag = new DAG({ schedule: { hours: 1 }, startDate: "2024-01-15", catchup: false });

const waitForMinutes = new FunctionSensor({
  dag,
  taskId: "wait_for_minutes",
  retries: 2,
  retryDelay: { minutes: 5 },
  pokeInterval: { seconds: 30 },
  callable({ dataIntervalStart, dataIntervalEnd, store }) {
    const dagId = "12_binance_fetch_minute";
    const from = dataIntervalStart.epochMilliseconds;
    const lastMinute = dataIntervalEnd.subtract({ minutes: 1 }).epochMilliseconds;
    const [later] = store.listRuns({ dagId, from: lastMinute, limit: 1 });
    const underWay = store.listRuns({ dagId, from, to: lastMinute, states: ["queued", "running"], limit: 1 });
    return later !== undefined && underWay.length === 0;
  },
});

const calculateHourlyAverage = new FunctionOperator({
  dag,
  taskId: "calculate_hourly_average",
  retries: 2,
  retryDelay: { minutes: 5 },
  opKwargs: { raw: "data/binance/raw/{{ds}}/daily_raw.csv" },
  callable({ dataIntervalStart, raw }) {
    const row = hourRow(dataIntervalStart, readRows(minutes, raw));
    mergeRow(hours, `data/binance/hourly/${row.date}/hourly_avg.csv`, row);
  },
});

chain(waitForMinutes, calculateHourlyAverage);

export default dag;
