import { rmSync } from "node:fs";
import { averagePrice, mergeRow, minuteRow, minutes } from "@daglings/binance";
import type { ByHand, Lesson } from "@daglings/lessons";
import { away, checks, retires, task } from "./checks.ts";

const at = (time: string) => Temporal.Instant.from(`2024-01-15T${time}Z`).epochMilliseconds;

const firstFile = "data/binance/raw/2024-01-15/daily_raw.csv";

/** Two hours are enough to see what goes wrong. */
const morning = { from: "2024-01-15T09:00Z", until: "2024-01-15T11:00Z" };

/** The exchange is down for twenty minutes of it. */
const awayInTheMorning = {
  ...morning,
  exchangeFaults: [{ kind: "away", from: at("09:20"), until: at("09:40") }],
} as const;

const halfPastNineAgain: ByHand = {
  at: "2024-01-15T10:00:30Z",
  what: "the run of 09:30 cleared by hand, so that it runs again",
  act: (scheduler, dagId) => scheduler.clear({ dagId, runId: "scheduled__2024-01-15T09:30:00+00:00" }),
};

const mended: ByHand = {
  at: "2024-01-15T10:00:30Z",
  what: "the row of 08:30, before the first run, added to daily_raw.csv by hand",
  act: () => {
    const [start, end] = ["2024-01-15T08:30Z", "2024-01-15T08:31Z"].map((text) =>
      Temporal.Instant.from(text),
    );
    if (start && end) mergeRow(minutes, firstFile, minuteRow(start, averagePrice("BTCUSDT", end)));
  },
};

const lostAndCleared: ByHand = {
  at: "2024-01-15T10:00:30Z",
  what: "daily_raw.csv deleted, and the run of 09:30 cleared by hand, so that it runs again",
  act: (scheduler, dagId, on) => {
    rmSync(firstFile, { force: true });
    halfPastNineAgain.act(scheduler, dagId, on);
  },
};

/** Across midnight, and with a stretch without answers. */
const checksFrom = Temporal.Instant.from("2024-01-15T23:15Z");
const after = (number: number) => checksFrom.add({ minutes: number }).epochMilliseconds;

export const lesson: Lesson = {
  title: "A price every minute",
  goal: "Fetch the price of Bitcoin every minute, so that each minute has one row, whatever goes wrong in between.",
  change: "a run for each minute, which asks an exchange and adds one row to the file of the day",
  needs: ["exchange"],
  scenario: { from: "2024-01-15T00:00Z", until: "2024-01-17T00:00Z" },
  checkScenario: {
    from: checksFrom.toString(),
    until: checksFrom.add({ hours: 1 }).toString(),
    exchangeFaults: [{ kind: "away", from: after(away.from), until: after(away.until) }],
  },
  look: [
    "data/binance/raw/2024-01-15/daily_raw.csv and the file of the next day: 1,440 rows each",
    "the last row of the first file is 23:59; its run began at 00:00 of the next day",
  ],
  experiment: "pnpm lesson 12 --variant exchange-away: nobody answers for twenty minutes",
  variants: {
    "exchange-away": {
      title: "Nobody answers for twenty minutes",
      wrong:
        "From 09:20 to 09:40 the exchange is away. Each minute is tried four times, a minute apart; where the fourth try is before 09:40 as well, the minute is lost.",
      seen: "17 runs are failed after four tries, from 09:19 to 09:35, and daily_raw.csv has no row for them: 104 rows for 121 runs. 09:36 to 09:38 came late, at 09:40, and have the price of their own minute.",
      scenario: awayInTheMorning,
      fails: null,
    },
    "minute-twice": {
      title: "One minute is run twice",
      wrong:
        "Nothing goes wrong: the run of 09:30 is made again half an hour later, and asks for the price of 09:30, not of 10:00.",
      seen: "daily_raw.csv has 121 rows for 121 runs, and one of them is 09:30: mergeRow has found it there.",
      scenario: { ...morning, byHand: [halfPastNineAgain] },
      fails: null,
    },
    "wall-clock": {
      title: "The clock instead of the data interval",
      wrong:
        "The task asks what time it is. A run for 09:18 begins at 09:19, so each price is recorded under the minute after its own; and all retries of one instant write the same row.",
      seen: "104 runs are green, but daily_raw.csv has 101 rows: the late runs for 09:36, 09:37 and 09:38 and that for 09:39 all write 09:40. In lesson 12 the price 43070.85093279 belongs to 09:18, here to 09:19.",
      scenario: awayInTheMorning,
      fails: { check: "12.2", phrase: "each minute has its row" },
    },
    "price-of-now": {
      title: "The current price for a minute that is over",
      wrong: "A late try asks for the current price, and writes it under the minute of its run.",
      seen: "In daily_raw.csv the minutes 09:36, 09:37, 09:38 and 09:39 have the same price, 43024.77380895. It is right for the last one only.",
      scenario: awayInTheMorning,
      fails: { check: "12.4", phrase: "a late try takes the price of its minute" },
    },
    "swallowed-error": {
      title: "An error that nobody sees",
      wrong: "The callable catches the error and goes on: no retry, no red task.",
      seen: "All 121 runs are green, and daily_raw.csv has 101 rows: 09:19 to 09:38 are missing, and nothing says so.",
      scenario: awayInTheMorning,
      fails: { check: "12.3", phrase: "failed after 4" },
    },
    "append-without-key": {
      title: "A line at the end of the file",
      wrong: "A run that is repeated adds its row again, wherever the file ends at that moment.",
      seen: "daily_raw.csv has 122 rows for 121 runs: 09:30 is below 09:29, and again below 09:59.",
      scenario: { ...morning, byHand: [halfPastNineAgain] },
      fails: { check: "12.5", phrase: "the same bytes" },
    },
    "rows-in-memory": {
      title: "Rows kept in a variable",
      wrong:
        "The file is a copy of a variable: what other programs write into it is gone a minute later, and after a restart the variable is empty.",
      seen: "At 10:00:30 somebody adds the row of 08:30; at 10:01 the file is rewritten. In the end daily_raw.csv begins with 08:59.",
      scenario: { ...morning, byHand: [mended] },
      fails: { check: "12.6", phrase: "after a kill" },
    },
    "remembers-what-is-done": {
      title: "A variable that says what is done",
      wrong:
        "The record of finished minutes is separate from the file. The two can differ, and then the run does nothing and is green.",
      seen: "At 10:00:30 the file is deleted and the run of 09:30 is cleared. It succeeds at its second attempt, and daily_raw.csv has no 09:30: it begins with 10:00.",
      scenario: { ...morning, byHand: [lostAndCleared] },
      fails: { check: "12.7", phrase: "made again" },
    },
    "airflow-3": {
      title: "A minute that is not over, in Airflow 3",
      wrong:
        "In Airflow 3 a duration has intervals of no length: the run of 09:30 is made at 09:30, and asks for the minute that is just beginning.",
      seen: "No run succeeds at once: each fails first, and its retry, a minute later, has the price. Of 121 runs the last one is not finished, and daily_raw.csv has 120 rows.",
      scenario: morning,
      fails: { check: "12.1", phrase: "to 2024-01-16T00:15:00Z" },
    },
  },
  task,
  checks,
  retires,
};
