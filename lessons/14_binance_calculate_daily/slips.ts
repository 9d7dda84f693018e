// Small changes of this lesson's file that make it wrong, and the check that finds each. For `pnpm teach verify`.

import type { Slip } from "@daglings/lessons";

export const slips: readonly Slip[] = [
  {
    what: "it waits for 23 hours",
    change: [["Array(24)", "Array(23)"]],
    fails: "14.3",
  },
  {
    what: "it waits for the last hour alone",
    change: [
      [
        "[...Array(24).keys()].map((number) => dataIntervalStart.add({ hours: number }))",
        "dataIntervalStart.add({ hours: 23 })",
      ],
    ],
    fails: "14.3",
  },
  {
    what: "hours that have failed are waited for",
    change: [['allowedStates: ["success", "failed"]', 'allowedStates: ["success"]']],
    fails: "14.3",
  },
  {
    what: "it waits for an hour of the next day",
    change: [["dataIntervalStart.add({ hours: number })", "dataIntervalStart.add({ hours: number + 1 })"]],
    fails: "14.3",
  },
  {
    what: "hours that never ran are waited for five hours and a half",
    change: [["timeout: { minutes: 30 }", "timeout: { hours: 5, minutes: 30 }"]],
    fails: "14.3",
  },
  {
    what: "it is not tried again",
    change: [["retries: 2", "retries: 0"]],
    fails: "14.7",
  },
  {
    what: "the columns come in another order",
    change: [
      ["mergeRow(days, daysPath", "mergeRow({ ...days, columns: days.columns.toReversed() }, daysPath"],
    ],
    fails: "14.5",
  },
  {
    what: "there is a row for a day that did not run",
    change: [
      [
        "mergeRow(days, daysPath, dayRow(dataIntervalStart, readRows(hours, hoursPath)));",
        `const row = dayRow(dataIntervalStart, readRows(hours, hoursPath));
    mergeRow(days, daysPath, row);
    mergeRow(days, daysPath, { ...row, date: "2023-01-01" });`,
      ],
    ],
    fails: "14.2",
  },
  {
    what: "a day without any hour fails without a word",
    change: [
      [
        "mergeRow(days, daysPath, dayRow(dataIntervalStart, readRows(hours, hoursPath)));",
        `const rows = readRows(hours, hoursPath);
    if (rows.length === 0) throw new Error("x");
    mergeRow(days, daysPath, dayRow(dataIntervalStart, rows));`,
      ],
    ],
    fails: "14.7",
  },
];
