// What this lesson asks of a student's version, and how it is judged.

import type { Check, Comparison, Observation, ObservedRun, Retirement, Task } from "@daglings/lessons";
import { attemptsOf, compareRuns } from "../src/attempts.ts";
import { compareData, judgedDag, runsOf } from "../src/comparisons.ts";
import {
  compareRow,
  expectedMinute,
  minuteColumns,
  minutesPath,
  plus,
  rowsIn,
  stepsBetween,
} from "./expected.ts";

/** When the exchange does not answer, in minutes after the checks' scenario begins. */
export const away = { from: 10, until: 30 };

const allTries = [0, 1, 2, 3];

export const task: Task = {
  why:
    "Lessons 01 to 11 read a past that stays: ask the events API for 2019-01-01 tomorrow, and you get the same answer. " +
    "A price does not stay. Ask every minute, or it is gone; and know to which minute the answer of 10:31 belongs.",
  must: [
    {
      says: "The DAG runs every minute from 2024-01-15 on, and does not catch up: it does not ask for minutes that are long over.",
      shownBy: ["12.1"],
    },
    {
      says: "Its task fetch_binance_price asks the exchange at BINANCE_URL for the average price of BTCUSDT.",
      shownBy: ["12.2"],
    },
    {
      says:
        "data/binance/raw/{date}/daily_raw.csv has a row for each minute of that date (UTC): " +
        "mins,price,closeTime,timestamp,fetch_time,price_float. Minute, date and row come from the data interval.",
      shownBy: ["12.2", "12.5"],
    },
    {
      says: "A failed task is tried three more times, a minute apart. After that the minute has no row: its run has failed.",
      shownBy: ["12.3"],
    },
    { says: "A late try writes the price of its minute, not that of now.", shownBy: ["12.4"] },
    {
      says: "A second run leaves each row once, and the file as it was.",
      shownBy: ["12.5", "12.6", "12.7"],
    },
  ],
  tools: ["BinanceClient, mergeRow, minutes and minuteRow of @daglings/binance: binance/README.md"],
  notYet: [
    "Averages of hours and days: lessons 13 and 14.",
    "A client of your own: @daglings/binance has one (BinanceClient), and mergeRow, which writes a row by its key.",
  ],
  learned:
    "A run stands for its data interval: its output depends on nothing else, whenever and however often it runs.",
};

export const retires: readonly Retirement[] = [
  {
    checks: ["01.2", "06.1", "08.2", "08.3", "01.10", "08.5"],
    why: "the two tasks with events are gone: one task asks an exchange, and keeps one row",
  },
  {
    checks: ["01.4", "01.7"],
    why: "a minute that the exchange does not answer fails, as it should; 12.3 looks at that",
  },
  {
    checks: ["02.2"],
    why: "12.1 looks at when the runs are made",
  },
  { checks: ["10.1"], why: "the runs are of minutes, and no longer of five days" },
  {
    checks: ["10.2", "10.3", "10.5", "11.1", "11.2", "11.3", "11.4", "11.5"],
    why: "no statistics are mailed",
  },
  { checks: ["01.8", "08.4"], why: "12.5 looks at what a second time leaves" },
  {
    checks: ["02.3", "02.4", "08.6"],
    why: "rows are added to a file of the day; 12.5 to 12.7 look at what repetition and kills do to it",
  },
];

export const checks: readonly Check[] = [
  {
    id: "12.1",
    name: "a run for each minute, and none for the past",
    does:
      "switches the DAG on at 2024-01-15T23:15Z for an hour, and compares the runs: the first is for 23:14, " +
      "the last for 00:14",
    why: "A minute that nobody asks for is lost, and years of past minutes would all get the present price.",
    requires: ["01.1"],
    experiment: "run",
    hints: [
      "How many runs are there, and which interval is the first one for?",
      "Look at the DAG's options: lesson 04 uses a duration as the schedule, and lesson 09 leaves out the past.",
      `new DAG({ schedule: { minutes: 1 }, startDate: "2024-01-15", catchup: false })`,
    ],
    judge: ({ dags, clock }) =>
      dags
        .slice(-1)
        .flatMap((dag) =>
          compareRuns(dag, stepsBetween(plus(clock.from, { minutes: -1 }), clock.until, { minutes: 1 })),
        ),
  },
  {
    id: "12.2",
    name: "each minute has its row, with its price",
    does:
      "looks, for each run whose first try is answered, into data/binance/raw/{date}/daily_raw.csv for the row of its " +
      "minute, and compares it with what the exchange says when that minute ends; and counts what the exchange was asked for",
    why: "A later reader knows the time of a price only from its row.",
    requires: ["12.1"],
    experiment: "run",
    hints: [
      "A run for 23:59 happens at 00:00 of the next day. Which of the two is in the row, and which in the path?",
      "The callable gets dataIntervalStart, and a template knows {{data_interval_start | ds}}. " +
        "Neither changes when the run is late.",
      "mergeRow(minutes, path, minuteRow(dataIntervalStart, price)), with path from templatesDict: " +
        `"data/binance/raw/{{data_interval_start | ds}}/daily_raw.csv"`,
    ],
    judge: (seen) => [
      { what: "the header", expected: minuteColumns.join(","), actual: headerOf(seen) },
      ...rowsOf(
        seen,
        runsOf(seen).filter((run) => missedTries(seen, run) === 0),
      ),
      ...askingOf(seen),
    ],
  },
  {
    id: "12.3",
    name: "a minute without an answer is tried four times, and fails",
    does:
      "lets the exchange be away from 23:25 to 23:45, and compares how often each run was tried, how it ended, and " +
      "whether its minute has a row",
    why: "A red gap can be seen and repaired. A green run without a row is found months later.",
    requires: ["12.2"],
    experiment: "run",
    hints: [
      "What happens to a run whose request gets no answer, and does anybody see it?",
      "Retries are set on the task, or for all tasks in defaultArgs. A task fails if its callable throws: is something caught?",
      "defaultArgs: { retries: 3, retryDelay: { minutes: 1 } }, and no catch that ends without a throw",
    ],
    judge: (seen) =>
      runsOf(seen).flatMap((run) => {
        const missed = missedTries(seen, run);
        const isGap = missed === allTries.length;
        const rows = isGap ? [noRow(seen, run)] : [];
        const expected = isGap ? `failed after ${missed}` : `success after ${missed + 1}`;
        const actual = `${run.state} after ${attemptsOf(run)}`;
        return [{ what: `the tries for ${run.logicalDate}`, expected, actual }, ...rows];
      }),
  },
  {
    id: "12.4",
    name: "a late try takes the price of its minute",
    does: "compares the rows of the minutes that were answered at the second, third or fourth try",
    why: "The present price under a past minute is wrong, and looks right: nobody will ever notice.",
    requires: ["12.3"],
    experiment: "run",
    hints: [
      "A run for 23:42 is answered at 23:45. Which price does the exchange give at 23:45?",
      "The exchange gives avgPrice only for the present, but klines for any minute. The client has a method for each.",
      `await binance.averagePriceOf("BTCUSDT", dataIntervalStart), in place of averagePrice("BTCUSDT")`,
    ],
    judge: (seen) =>
      rowsOf(
        seen,
        runsOf(seen).filter((run) => run.state === "success" && attemptsOf(run) > 1),
      ),
  },
  {
    id: "12.5",
    name: "what runs again leaves the same bytes",
    does: "runs everything once more in the same folder, with a new database, and compares the files byte by byte",
    why: "Retries, clears and backfills happen every day. A row that is there twice counts twice in every average.",
    requires: ["12.2"],
    experiment: "again",
    hints: [
      "Does the file grow when the same minute is asked for again?",
      "A line at the end of a file cannot know what is above it. What makes a minute's row recognisable?",
      "mergeRow(minutes, path, row): it puts the row where its timestamp belongs, and keeps one that is already there",
    ],
    judge: ({ before, files }) => compareData(before, files),
  },
  {
    id: "12.6",
    name: "after a kill, each answered minute is there once",
    does: "kills the process when the first run has ended, lets another go on from its database, and compares all rows",
    why: "Machines restart. What was written before must not be lost or doubled.",
    requires: ["12.4"],
    experiment: "killed",
    hints: [
      "What does your callable leave if it stops between two of its lines?",
      "A file that is rewritten is empty for a moment. Rename a finished file into its place, or use a function that does.",
      "mergeRow writes a row as a whole or not at all",
    ],
    judge: (seen) => {
      const done = runsOf(seen).filter(({ state }) => state === "success");
      const rows = Object.values(filesOf(seen)).flatMap(rowsIn).length;
      const count = {
        what: "the number of rows in all files",
        expected: String(done.length),
        actual: String(rows),
      };
      return [...rowsOf(seen, done), count];
    },
  },
  {
    id: "12.7",
    name: "a run that is made again touches its own minute only",
    does: "empties data/, clears the second run, and looks for the row of its minute, and for any other row",
    why: "To repair one minute of last week, you clear its run: that must repair this minute, and no other.",
    requires: ["12.5", "12.6"],
    experiment: "alone",
    hints: [
      "An hour later the second run happens again. What in your callable is different then?",
      "Look for anything that does not come from the data interval: a clock, a counter, a file of an earlier run.",
      "Take every time from dataIntervalStart, and every path from {{data_interval_start | ds}}",
    ],
    judge: (seen) => {
      const runs = runsOf(seen);
      const own = runs.slice(1, 2);
      const later = runs.filter(({ createdAt }) => createdAt > seen.clock.until);
      const rows = Object.values(filesOf(seen)).flatMap(rowsIn).length;
      const expected = own.length + later.length;
      return [
        ...rowsOf(seen, own),
        { what: "the number of rows in all files", expected: String(expected), actual: String(rows) },
      ];
    },
  },
];

/** The CSV files that have rows of minutes in them, by path. */
function filesOf({ files }: Observation): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([path]) => path.endsWith("/daily_raw.csv")));
}

function headerOf(seen: Observation): string {
  const [text] = Object.values(filesOf(seen));
  return text?.split("\n", 1)[0] ?? "(no file data/binance/raw/{date}/daily_raw.csv)";
}

/** Who asks, and whether each run does. */
function askingOf(seen: Observation): Comparison[] {
  const names = (judgedDag(seen)?.tasks ?? []).map(({ taskId }) => taskId);
  const answered = runsOf(seen).filter((run) => missedTries(seen, run) === 0).length;
  const asked = seen.requests.filter(
    ({ path, status }) => status === 200 && path.includes("symbol=BTCUSDT"),
  ).length;
  return [
    {
      what: "the task that asks",
      expected: asker,
      actual: names.includes(asker) ? asker : names.join(", ") || "no tasks",
    },
    {
      what: "answers of the exchange about BTCUSDT",
      expected: `at least ${answered}, one for each run whose first try is answered`,
      actual: String(asked),
      holds: asked >= answered,
    },
  ];
}

const asker = "fetch_binance_price";

function rowsOf(seen: Observation, runs: readonly ObservedRun[]) {
  const paths = [...new Set(runs.map(({ dataIntervalStart }) => minutesPath(dataIntervalStart)))];
  const rows = new Map(
    paths.map((path) => [path, Map.groupBy(rowsIn(seen.files[path]), (row) => row["timestamp"])]),
  );
  return runs.map((run) => {
    const path = minutesPath(run.dataIntervalStart);
    const expected = expectedMinute(run);
    const found = rows.get(path)?.get(expected.timestamp) ?? [];
    return compareRow(`${path}, the row of ${expected.timestamp}`, minuteColumns, expected, found);
  });
}

function noRow({ files }: Observation, run: ObservedRun) {
  const path = minutesPath(run.dataIntervalStart);
  const { timestamp } = expectedMinute(run);
  const found = rowsIn(files[path]).filter((row) => row["timestamp"] === timestamp);
  return {
    what: `${path}, the row of ${timestamp}`,
    expected: "(no row)",
    actual: found.length === 0 ? "(no row)" : found.map((row) => Object.values(row).join(",")).join(" and "),
  };
}

/** How many tries of a run come while the exchange is away, before the first that does not. */
function missedTries({ clock }: Observation, { dataIntervalEnd }: ObservedRun): number {
  const [gone, back] = [plus(clock.from, { minutes: away.from }), plus(clock.from, { minutes: away.until })];
  const isMissed = (number: number) => {
    const time = plus(dataIntervalEnd, { minutes: number });
    return gone <= time && time < back;
  };
  const first = allTries.findIndex((number) => !isMissed(number));
  return first === -1 ? allTries.length : first;
}
