// Small changes of this lesson's file that make it wrong, and the check that finds each. For `pnpm teach verify`.

import type { Slip } from "@daglings/lessons";

export const slips: readonly Slip[] = [
  {
    what: "it waits for 59 minutes",
    change: [["Array(60)", "Array(59)"]],
    fails: "13.2",
  },
  {
    what: "it waits for the last minute alone",
    change: [
      [
        "[...Array(60).keys()].map((number) => dataIntervalStart.add({ minutes: number }))",
        "dataIntervalStart.add({ minutes: 59 })",
      ],
    ],
    fails: "13.2",
  },
  {
    what: "a delay of 1 minute in place of the sensor",
    change: [
      ["ExternalTaskSensor, FunctionOperator }", "ExternalTaskSensor, FunctionOperator, FunctionSensor }"],
      [
        "chain(waitForMinutes, calculateHourlyAverage);",
        `const asked = new Set<string>();
const waitAWhile = new FunctionSensor({
  dag,
  taskId: "wait_a_while",
  mode: "reschedule",
  pokeInterval: { minutes: 1 },
  callable({ runId }) {
    const isSecond = asked.has(runId);
    asked.add(runId);
    return isSecond;
  },
});

chain(waitAWhile, calculateHourlyAverage);`,
      ],
    ],
    fails: "13.2",
  },
  {
    what: "a delay of 4 minutes in place of the sensor",
    change: [
      ["ExternalTaskSensor, FunctionOperator }", "ExternalTaskSensor, FunctionOperator, FunctionSensor }"],
      [
        "chain(waitForMinutes, calculateHourlyAverage);",
        `const asked = new Set<string>();
const waitAWhile = new FunctionSensor({
  dag,
  taskId: "wait_a_while",
  mode: "reschedule",
  pokeInterval: { minutes: 4 },
  callable({ runId }) {
    const isSecond = asked.has(runId);
    asked.add(runId);
    return isSecond;
  },
});

chain(waitAWhile, calculateHourlyAverage);`,
      ],
    ],
    fails: "13.2",
  },
  {
    what: "the path is that of the end of the hour",
    change: [["{{data_interval_start | ds}}/hourly_avg.csv", "{{data_interval_end | ds}}/hourly_avg.csv"]],
    fails: "13.2",
  },
  {
    what: "minutes that never ran are waited for two hours",
    change: [["timeout: { minutes: 10 }", "timeout: { hours: 2 }"]],
    fails: "13.3",
  },
  {
    what: "it is not tried again",
    change: [["retries: 2", "retries: 0"]],
    fails: "13.7",
  },
  {
    what: "it is tried again at once",
    change: [["retryDelay: { minutes: 5 }", "retryDelay: { minutes: 1 }"]],
    fails: "13.7",
  },
  {
    what: "the columns come in another order",
    change: [
      ["mergeRow(hours, hoursPath", "mergeRow({ ...hours, columns: hours.columns.toReversed() }, hoursPath"],
    ],
    fails: "13.4",
  },
  {
    what: "there is a row for an hour that does not exist",
    change: [
      [
        "mergeRow(hours, hoursPath, hourRow(dataIntervalStart, readRows(minutes, minutesPath)));",
        `const row = hourRow(dataIntervalStart, readRows(minutes, minutesPath));
    mergeRow(hours, hoursPath, row);
    mergeRow(hours, hoursPath, { ...row, hour: "24" });`,
      ],
    ],
    fails: "13.5",
  },
  {
    what: "it stumbles over an hour without a price",
    change: [
      [
        "mergeRow(hours, hoursPath, hourRow(dataIntervalStart, readRows(minutes, minutesPath)));",
        `const rows = readRows(minutes, minutesPath);
    const [first] = rows.filter(({ timestamp }) => timestamp.slice(11, 13) === dataIntervalStart.toString().slice(11, 13));
    (first as { timestamp: string }).timestamp.trim();
    mergeRow(hours, hoursPath, hourRow(dataIntervalStart, rows));`,
      ],
    ],
    fails: "13.7",
  },
];
