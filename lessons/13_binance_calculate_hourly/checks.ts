// What this lesson asks of a student's version, and how it is judged.

import { hours } from "@daglings/binance";
import type { Check, Comparison, Observation, Retirement, Task } from "@daglings/lessons";
import { compareEnd, compareRuns, compareTries, endOf, laterOf } from "../src/attempts.ts";
import { compareData } from "../src/comparisons.ts";
import { compareSentence } from "../src/sentence.ts";
import {
  compareRow,
  expectedHour,
  hoursPath,
  plus,
  rowsIn,
  stepsBetween,
} from "../12_binance_fetch_minute/expected.ts";

export const task: Task = {
  why:
    "Lesson 12 leaves 1,440 rows a day, which nobody reads. The hour from 09:00 to 10:00 can be calculated when the " +
    "minute 09:59 has been fetched. Its run begins at 10:00, and so does the run that calculates the hour: which comes first?",
  must: [
    {
      says: "The DAG runs every hour from 2024-01-15 on, and does not catch up. Retries: 2, five minutes apart.",
      shownBy: ["13.1", "13.7"],
    },
    {
      says:
        "Its task calculate_hourly_average adds a row for the hour to data/binance/hourly/{date}/hourly_avg.csv: " +
        "date,hour,avg_price,min_price,max_price,first_price,last_price,data_points,calculated_at.",
      shownBy: ["13.4"],
    },
    {
      says:
        "It is calculated when every minute run of its hour (DAG 12_binance_fetch_minute) has ended, and within two minutes " +
        "from then: a full hour has 60 points, and nothing waits longer than needed.",
      shownBy: ["13.2"],
    },
    {
      says:
        "An hour with gaps is calculated from what is there: failed minutes are not waited for, and minutes that never ran " +
        "not longer than an hour.",
      shownBy: ["13.3"],
    },
    { says: "An hour without any price fails, with a sentence that says so.", shownBy: ["13.7"] },
    {
      says: "hour is two digits, as in 09; calculated_at is the end of the hour. A second time leaves the same bytes.",
      shownBy: ["13.5", "13.6"],
    },
  ],
  tools: [
    "readRows, hourRow and hours of @daglings/binance: binance/README.md",
    "ExternalTaskSensor of @daglings/engine; durations are written { seconds: 10 }",
    "Your file has only the new DAG: it replaces the old one, and lesson 12's own DAG runs beside it",
  ],
  notYet: [
    "Days: lesson 14.",
    "Sums of your own: hourRow in @daglings/binance calculates a row from the minutes, exactly to the last digit.",
  ],
  learned:
    "If one DAG needs what another makes, it waits for the other's runs, not for a time at which they should be ready.",
};

export const retires: readonly Retirement[] = [
  {
    checks: ["12.1", "12.2", "12.3", "12.4", "12.5", "12.6", "12.7"],
    why: "the runs of minutes are another DAG's now, which runs alongside",
  },
];

const prices = ["avg_price", "min_price", "max_price", "first_price", "last_price"];

export const checks: readonly Check[] = [
  {
    id: "13.1",
    name: "a run for each hour, and none for the past",
    does:
      "switches the DAG on, next to that of lesson 12, at 2024-01-15T23:00Z for 3 hours and 10 minutes, and compares " +
      "the runs: the first is for 22:00, the last for 01:00",
    why: "An hour is calculated once it is over; hours before the first price have nothing to calculate.",
    requires: ["01.1"],
    experiment: "run",
    hints: [
      "How many runs are there, and which interval is the first one for?",
      "Look at the DAG's options: the schedule, and whether it catches up with the past.",
      `new DAG({ schedule: "@hourly", startDate: "2024-01-15", catchup: false })`,
    ],
    judge: (seen) => seen.dags.slice(-1).flatMap((dag) => compareRuns(dag, hoursOf(seen))),
  },
  {
    id: "13.2",
    name: "a full hour has all its sixty minutes",
    does:
      "lets the exchange be away until two and a half minutes past midnight, so that the minute 23:59 comes late, clears the minute " +
      "23:30 meanwhile, looks for the rows of the hours 23 and 01 in hourly_avg.csv, and compares their data_points and when they " +
      "were calculated",
    why: "When three DAGs fire at the same instant, the order is luck. An hour that is calculated too soon misses a minute.",
    requires: ["13.1"],
    experiment: "run",
    hints: [
      "At midnight two runs begin, that of the minute 23:59 and that of the hour 23. Which of them has to be first?",
      "A sensor is a task that waits: ExternalTaskSensor looks at the runs of another DAG, FunctionSensor at anything you like.",
      `new ExternalTaskSensor({ externalDagId: "12_binance_fetch_minute", executionDateFn: … sixty dates … }), ` +
        "and chain(waitForMinutes, calculateHourlyAverage)",
    ],
    judge: (seen) => [...pointsOf(seen, ({ isFull }) => isFull), ...timesOf(seen, ({ isFull }) => isFull)],
  },
  {
    id: "13.3",
    name: "an hour with gaps is calculated from what is there",
    does:
      "lets the exchange be away from 00:20 to 00:40, and compares the data_points of hour 00, which has 43 minutes, " +
      "and of hour 22, of which only the last minute was run, and when both were calculated",
    why: "Waiting does not make a failed minute succeed, and one that never ran will not end.",
    requires: ["13.2"],
    experiment: "run",
    hints: [
      "Seventeen runs of hour 00 have failed, and fifty-nine of hour 22 do not exist. How long do you wait for them?",
      "A sensor has allowedStates, a timeout, and softFail. A task after it that should run all the same has a triggerRule.",
      `allowedStates: ["success", "failed"], timeout: { minutes: 10 }, softFail: true; and triggerRule: "none_failed"`,
    ],
    judge: (seen) => [...pointsOf(seen, ({ isFull }) => !isFull), ...timesOf(seen, ({ isFull }) => !isFull)],
  },
  {
    id: "13.4",
    name: "average, lowest, highest, first and last price are right",
    does: "calculates each hour again from what the exchange says for its minutes, with eight decimals, and compares the header and the rows",
    why: "Anyone who calculates it again from the minutes must find the same digits.",
    requires: ["13.3"],
    experiment: "run",
    hints: [
      "From which column of the minutes do you calculate, and how many decimals does it have?",
      "price has the eight decimals of the exchange, price_float two. first and last are meant by time, not by size.",
      "hourRow(dataIntervalStart, readRows(minutes, minutesPath))",
    ],
    judge: (seen) => [
      ...filesSeen(seen).map(([path, text]) => ({
        what: `the header of ${path}`,
        expected: hours.columns.join(","),
        actual: text.split("\n", 1)[0] ?? "",
      })),
      ...hoursSeen(seen).map(({ what, row, found }) =>
        compareRow(what, [...prices, "calculated_at"], row, found),
      ),
    ],
  },
  {
    id: "13.5",
    name: "the hour is written with two digits",
    does: "compares date and hour in each row of hourly_avg.csv: 22, 23, 00, 01, and no others",
    why: 'A reader that takes 00 for the number 0 writes back 0, and "0" is not "00": the row is never found again.',
    requires: ["13.3"],
    experiment: "run",
    hints: [
      "What does the hour look like after the file has been read and written again?",
      "Something guesses that a column of digits holds numbers. Read the file as text.",
      "readRows(hours, hoursPath) leaves every value as it is in the file, and so does mergeRow",
    ],
    judge: (seen) => [
      ...hoursSeen(seen).map(({ what, row, found }) => compareRow(what, ["date", "hour"], row, found)),
      ...filesSeen(seen).map(([path, text]) => ({
        what: `the hours in ${path}`,
        expected: hoursSeen(seen)
          .filter(({ start }) => hoursPath(start) === path)
          .map(({ row }) => row.hour)
          .join(", "),
        actual: rowsIn(text)
          .map(({ hour }) => hour)
          .join(", "),
      })),
    ],
  },
  {
    id: "13.6",
    name: "what runs again leaves the same bytes",
    does: "runs everything once more in the same folder, with a new database, and compares the files byte by byte",
    why: "To repair a gap of last week, you clear its hour: the new row must replace the old one.",
    requires: ["13.5"],
    experiment: "again",
    hints: [
      "How many rows does an hour have after the second time?",
      "What makes the row of an hour recognisable? Compare it in the form that it has in the file.",
      "mergeRow(hours, hoursPath, row) replaces the row with the same date and hour",
    ],
    judge: ({ before, files }) => compareData(before, files),
  },
  {
    id: "13.7",
    name: "an hour without any price fails",
    does: "empties data/, clears the second run, and compares its state, whether the failed task says in a sentence why, and how often it is tried",
    why: "A green run without a row looks as if the hour had been calculated.",
    requires: ["13.3"],
    experiment: "alone",
    hints: [
      "What does your callable do when there is no file with minutes, or no row of this hour in it?",
      "A task fails when its callable throws. Look for a return, an if or a catch that ends it earlier.",
      "hourRow throws when it is given no minute of its hour: let it",
    ],
    judge: ({ dags, clock }) =>
      (dags.at(-1)?.runs.slice(1, 2) ?? []).flatMap((run) => [
        { what: `the run for ${run.logicalDate}`, expected: "failed", actual: run.state },
        compareSentence(run),
        compareTries(
          `the tries of calculate_hourly_average for ${run.logicalDate}`,
          run.tasks.find(({ taskId }) => taskId === "calculate_hourly_average"),
          { since: clock.until, count: 3, minutes: 5 },
        ),
      ]),
  },
];

function hoursOf({ clock }: Observation): string[] {
  return stepsBetween(plus(clock.from, { hours: -1 }), clock.until, { hours: 1 });
}

/** Those that have rows of hours. */
function filesSeen({ files }: Observation): (readonly [path: string, text: string])[] {
  return Object.entries(files).filter(([path]) => path.endsWith("/hourly_avg.csv"));
}

/** For each hour, what it must be, and its rows, even if the hour is written with one digit. */
function hoursSeen(seen: Observation) {
  const [minutes] = seen.dags;
  return hoursOf(seen).flatMap((start) => {
    const row = minutes && expectedHour(start, minutes);
    if (!row) return [];
    const path = hoursPath(start);
    const found = rowsIn(seen.files[path]).filter(({ hour }) => Number(hour) === Number(row.hour));
    return [
      { what: `${path}, the row of hour ${row.hour}`, start, row, found, isFull: row.data_points === "60" },
    ];
  });
}

/** An hour is calculated when its minutes have ended; where not all of them ran, within an hour. */
function timesOf(seen: Observation, isMeant: (hour: HourSeen) => boolean): Comparison[] {
  const [minutes] = seen.dags;
  return hoursSeen(seen)
    .filter(isMeant)
    .flatMap(({ what, start }) => {
      const run = seen.dags.at(-1)?.runs.find(({ logicalDate }) => logicalDate === start);
      if (!run || !minutes) return [];
      const own = minutes.runs.filter(({ logicalDate }) => logicalDate.slice(0, 13) === start.slice(0, 13));
      const isWhole = own.length === 60;
      const earliest = isWhole ? laterOf(endOf(own), run.createdAt) : run.createdAt;
      const latest = plus(earliest, { minutes: isWhole ? 2 : 62 });
      return [
        compareEnd(`${what}: when it was calculated`, run, "calculate_hourly_average", { earliest, latest }),
      ];
    });
}

type HourSeen = ReturnType<typeof hoursSeen>[number];

function pointsOf(seen: Observation, isMeant: (hour: HourSeen) => boolean): Comparison[] {
  return hoursSeen(seen)
    .filter(isMeant)
    .map(({ what, row, found }) => compareRow(`${what}: data_points`, ["data_points"], row, found));
}
