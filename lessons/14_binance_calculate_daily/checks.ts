// What this lesson asks of a student's version, and how it is judged.

import { days } from "@daglings/binance";
import type { Check, Comparison, Observation, Retirement, Task } from "@daglings/lessons";
import { compareEnd, compareRuns, compareTries, endOf, laterOf } from "../src/attempts.ts";
import { compareData } from "../src/comparisons.ts";
import { compareSentence } from "../src/sentence.ts";
import { compareRow, daysPath, expectedDay, plus, rowsIn } from "../12_binance_fetch_minute/expected.ts";

export const task: Task = {
  why:
    "Lesson 13 leaves a row for each hour. A day can be calculated after its 24 hours, and not all hours weigh " +
    "the same: one with 43 minutes says less about the day than one with 60.",
  must: [
    {
      says: "The DAG runs every day from 2024-01-15 on, and does not catch up. Retries: 2, ten minutes apart.",
      shownBy: ["14.1", "14.7"],
    },
    {
      says:
        "Its task calculate_daily_average adds a row for the day to data/binance/daily/daily_avg.csv: date,avg_price,min_price," +
        "max_price,opening_price,closing_price,price_change,price_change_pct,total_data_points,hours_with_data,calculated_at.",
      shownBy: ["14.2", "14.5"],
    },
    {
      says: "It is calculated when every run of its hours (DAG 13_binance_calculate_hourly) has ended, and within two minutes from then.",
      shownBy: ["14.3"],
    },
    {
      says:
        "A day with gaps is calculated from what is there: failed hours are not waited for, and hours that never ran not " +
        "longer than five hours.",
      shownBy: ["14.3"],
    },
    { says: "The average weighs each hour by its data_points.", shownBy: ["14.4"] },
    {
      says: "A day without any hour fails, with a sentence that says so. A second time leaves the same bytes.",
      shownBy: ["14.7", "14.6"],
    },
  ],
  tools: [
    "readRows, dayRow and days of @daglings/binance: binance/README.md",
    "Your file has only the new DAG: the DAGs of lessons 12 and 13 run beside it",
  ],
  notYet: [
    "Sums of your own: dayRow in @daglings/binance calculates a row from the hours, exactly to the last digit.",
  ],
  learned:
    "Three DAGs with different schedules make one pipeline, because each waits for the runs it needs and each row has a key.",
};

export const retires: readonly Retirement[] = [
  {
    checks: ["13.1", "13.2", "13.3", "13.4", "13.5", "13.6", "13.7"],
    why: "the runs of hours are another DAG's now, which runs alongside",
  },
];

/** From when to when, after the checks' scenario begins, the minutes and hours do not run: a night and a day. */
export const pauses = [
  { from: { hours: 2, minutes: 5 }, until: { hours: 24 } },
  { from: { hours: 25, minutes: 30 }, until: null },
] as const;

const otherColumns = [
  "min_price",
  "max_price",
  "opening_price",
  "closing_price",
  "price_change",
  "price_change_pct",
  "calculated_at",
];

export const checks: readonly Check[] = [
  {
    id: "14.1",
    name: "a run for each day, and none for the past",
    does:
      "switches the three DAGs on at 2024-01-15T23:00Z for 31 hours, and compares the runs of this one: for the 15th " +
      "and the 16th of January",
    why: "A day is calculated once it is over; days before the first price have nothing to calculate.",
    requires: ["01.1"],
    experiment: "run",
    hints: [
      "How many runs are there, and which interval is the first one for?",
      "Look at the DAG's options: the schedule, and whether it catches up with the past.",
      `new DAG({ schedule: "@daily", startDate: "2024-01-15", catchup: false })`,
    ],
    judge: (seen) => seen.dags.slice(-1).flatMap((dag) => compareRuns(dag, daysOf(seen))),
  },
  {
    id: "14.2",
    name: "the file has a row for each day",
    does: "compares the dates in daily_avg.csv with the days that have prices",
    why: "All days are in one file: what is written today must leave yesterday's row where it is.",
    requires: ["14.1"],
    experiment: "run",
    hints: [
      "After the second day, is the first one still there? And which date does the row have that was written at midnight?",
      "The run at midnight of the 17th is for the 16th. If you rewrite a file, write all of it.",
      `mergeRow(days, "data/binance/daily/daily_avg.csv", dayRow(dataIntervalStart, …)): it adds a row to those that are there`,
    ],
    judge: (seen) => [
      ...daysSeen(seen).map(({ what, row, found }) => compareRow(what, ["date"], row, found)),
      {
        what: `the dates in ${daysPath}`,
        expected: daysSeen(seen)
          .map(({ row }) => row.date)
          .join(", "),
        actual: rowsIn(seen.files[daysPath])
          .map(({ date }) => date)
          .join(", "),
      },
    ],
  },
  {
    id: "14.3",
    name: "a day counts all its hours and minutes",
    does:
      "marks the hours before 22:00 of the 15th as failed, pauses the DAGs of minutes and hours from 01:05 to 23:00 of the 16th, " +
      "triggers its hour 05 at 23:58, and compares total_data_points, hours_with_data, and when each day was calculated",
    why: "At midnight three DAGs fire at the same instant. A day that is calculated too soon misses its last hour.",
    requires: ["14.2"],
    experiment: "run",
    hints: [
      "At midnight the last minute, the last hour and the day begin. In which order must they end?",
      "As in lesson 13 a sensor waits, now for the runs of hours. It must give up on hours that never ran.",
      `new ExternalTaskSensor({ externalDagId: "13_binance_calculate_hourly", executionDateFn: … 24 dates …, ` +
        `allowedStates: ["success", "failed"], timeout: { minutes: 30 }, softFail: true })`,
    ],
    judge: (seen) => [
      ...daysSeen(seen).map(({ what, row, found }) =>
        compareRow(`${what}: points and hours`, ["total_data_points", "hours_with_data"], row, found),
      ),
      ...daysSeen(seen).flatMap(({ what, day }) => timeOf(seen, what, day)),
    ],
  },
  {
    id: "14.4",
    name: "the average weighs each hour by its points",
    does: "calculates each day again: Σ avg_price × data_points / Σ data_points, with eight decimals",
    why: "Otherwise an hour with one minute would count as much as one with sixty.",
    requires: ["14.3"],
    experiment: "run",
    hints: [
      "One hour of the first day has 1 minute, the other 60. How much does that one minute count in your average?",
      "The rows of hours say how many points they stand for.",
      "dayRow(dataIntervalStart, readRows(hours, hoursPath)), or sum avg_price × data_points and divide by all data_points",
    ],
    judge: (seen) =>
      daysSeen(seen).map(({ what, row, found }) => compareRow(what, ["avg_price"], row, found)),
  },
  {
    id: "14.5",
    name: "opening, closing, lowest, highest and change are right",
    does: "calculates them again from the prices of the minutes, and compares the header and the rows",
    why: "The opening price is what the first minute of the day had, and not an average of its first hour.",
    requires: ["14.3"],
    experiment: "run",
    hints: [
      "Which minute's price opens the day, and in which column of which hour is it?",
      "opening_price is first_price of the first hour, closing_price is last_price of the last; price_change is the difference.",
      "dayRow(dataIntervalStart, readRows(hours, hoursPath)) makes all columns",
    ],
    judge: (seen) => [
      {
        what: `the header of ${daysPath}`,
        expected: days.columns.join(","),
        actual: seen.files[daysPath]?.split("\n", 1)[0] ?? "no such file",
      },
      ...daysSeen(seen).map(({ what, row, found }) => compareRow(what, otherColumns, row, found)),
    ],
  },
  {
    id: "14.6",
    name: "what runs again leaves the same bytes",
    does: "runs everything once more in the same folder, with a new database, and compares the files byte by byte",
    why: "To repair a gap, you clear its hour and then its day: the new row must replace the old one.",
    requires: ["14.3"],
    experiment: "again",
    hints: [
      "How many rows does a day have after the second time?",
      "What makes the row of a day recognisable?",
      "mergeRow(days, daysPath, row) replaces the row with the same date",
    ],
    judge: ({ before, files }) => compareData(before, files),
  },
  {
    id: "14.7",
    name: "a day without any hour fails",
    does: "empties data/, clears the second run, and compares its state, whether the failed task says in a sentence why, and how often it is tried",
    why: "A green run without a row looks as if the day had been calculated.",
    requires: ["14.3"],
    experiment: "alone",
    hints: [
      "What does your callable do when there is no file with hours, or no row of this day in it?",
      "A task fails when its callable throws. Look for a return, an if or a catch that ends it earlier.",
      "dayRow throws when it is given no hour of its day: let it",
    ],
    judge: ({ dags, clock }) =>
      (dags.at(-1)?.runs.slice(1, 2) ?? []).flatMap((run) => [
        { what: `the run for ${run.logicalDate}`, expected: "failed", actual: run.state },
        compareSentence(run),
        compareTries(
          `the tries of calculate_daily_average for ${run.logicalDate}`,
          run.tasks.find(({ taskId }) => taskId === "calculate_daily_average"),
          { since: clock.until, count: 3, minutes: 10 },
        ),
      ]),
  },
];

/** When all runs of its hours have ended; where not all of them ran, not more than five hours after midnight. */
function timeOf(seen: Observation, what: string, day: string): Comparison[] {
  const run = seen.dags.at(-1)?.runs.find(({ logicalDate }) => logicalDate === day);
  if (!run) return [];
  const hours = seen.dags[1]?.runs.filter(({ logicalDate }) => logicalDate.slice(0, 10) === day.slice(0, 10));
  const earliest = laterOf(endOf(hours ?? []), run.createdAt);
  const latest =
    hours?.length === 24 ? plus(earliest, { minutes: 2 }) : plus(run.createdAt, { hours: 5, minutes: 2 });
  return [
    compareEnd(`${what}: when it was calculated`, run, "calculate_daily_average", { earliest, latest }),
  ];
}

/** Without catch-up the first one is the day before, unless that is before the DAG begins. */
function daysOf({ clock }: Observation): string[] {
  const today = `${clock.from.slice(0, 10)}T00:00:00Z`;
  const starts = [-24, 0, 24].map((hours) => plus(today, { hours }));
  return starts.filter((day) => day >= "2024-01-15T00:00:00Z" && plus(day, { hours: 24 }) <= clock.until);
}

/** For each day with prices, what it must be, and its rows. */
function daysSeen(seen: Observation) {
  const [minutes, hours] = seen.dags;
  if (!minutes || !hours) return [];
  const rows = rowsIn(seen.files[daysPath]);
  return daysOf(seen).flatMap((day) => {
    const row = expectedDay(day, minutes, hours);
    if (!row) return [];
    const found = rows.filter(({ date }) => date === row.date);
    return [{ what: `${daysPath}, the row of ${row.date}`, day, row, found }];
  });
}
