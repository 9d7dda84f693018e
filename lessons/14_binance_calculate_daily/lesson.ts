import type { ByHand, Lesson } from "@daglings/lessons";
import { checks, pauses, retires, task } from "./checks.ts";

const epoch = (time: string) => Temporal.Instant.from(time).epochMilliseconds;

const oneDay = { from: "2024-01-15T00:00Z", until: "2024-01-16T00:00:30Z" };

/** The hours before never ran: at half past midnight the sensor gives up on them. */
const evening = { from: "2024-01-15T18:00Z", until: "2024-01-16T00:30:30Z" };

const checksFrom = Temporal.Instant.from("2024-01-15T23:00Z");

/** A day is calculated from few minutes as well: the checks leave most of them out. */
const intermissions = pauses.flatMap(({ from, until }): ByHand[] => {
  const pause: ByHand = {
    at: checksFrom.add(from).toString(),
    what: "the DAGs of minutes and hours paused",
    act: (scheduler) => forEach((dagId) => scheduler.pause({ dagId })),
  };
  if (until === null) return [pause];
  const unpause: ByHand = {
    at: checksFrom.add(until).toString(),
    what: "the DAGs of minutes and hours unpaused",
    act: (scheduler) => forEach((dagId) => scheduler.unpause({ dagId })),
  };
  return [pause, unpause];
});

const [minuteDag, hourDag] = ["12_binance_fetch_minute", "13_binance_calculate_hourly"] as const;

/** Runs of hours that have failed, without all the minutes that they would need: with them, a day has all its hours. */
const hoursByHand: readonly ByHand[] = [
  {
    at: checksFrom.add({ minutes: 30 }).toString(),
    what: "the hours 00 to 21 triggered by hand, and marked as failed",
    act: (scheduler, _, at) => {
      for (let hour = 0; hour < 22; hour++) {
        const logicalDate = `${at.slice(0, 10)}T${String(hour).padStart(2, "0")}:00:00Z`;
        const runId = scheduler.trigger({ dagId: hourDag, logicalDate });
        scheduler.markRun({ dagId: hourDag, runId, state: "failed" });
      }
    },
  },
  {
    at: checksFrom.add({ hours: 24, minutes: 58 }).toString(),
    what: "hour 05, triggered by hand, which waits for its minutes until after midnight",
    act: (scheduler, _, at) => {
      scheduler.trigger({ dagId: hourDag, logicalDate: `${at.slice(0, 10)}T05:00:00Z` });
    },
  },
];

function forEach(act: (dagId: string) => void): void {
  for (const dagId of [minuteDag, hourDag]) act(dagId);
}

export const lesson: Lesson = {
  title: "Days from hours",
  goal: "Calculate each day from its hours, so that minutes, hours and days are one pipeline of three DAGs.",
  change: "a daily DAG, which waits for 24 runs of lesson 13's DAG and weighs each hour by its points",
  needs: ["exchange"],
  alongside: ["12", "13"],
  scenario: { from: "2024-01-15T00:00Z", until: "2024-01-17T00:00:30Z" },
  checkScenario: {
    from: checksFrom.toString(),
    until: checksFrom.add({ hours: 31 }).toString(),
    byHand: [...intermissions, ...hoursByHand].toSorted((a, b) => (a.at < b.at ? -1 : 1)),
  },
  look: [
    "data/binance/daily/daily_avg.csv: two rows, each of 1440 points in 24 hours",
    "the first run of the day: its sensor saw nothing at 00:00:00, and all 24 hours at 00:00:20",
  ],
  experiment:
    "pnpm lesson 14 --variant unweighted-mean: an hour with one minute counts as much as one with sixty",
  variants: {
    "exchange-away": {
      title: "Nobody answers for twenty minutes",
      wrong:
        "From 02:20 to 02:40 the exchange is away, and 17 minutes are lost. The day is calculated from the others.",
      seen: "daily_avg.csv has the day with 1423 total_data_points in 24 hours; its average is 42834.34712079 instead of 42828.41973399.",
      scenario: {
        ...oneDay,
        exchangeFaults: [
          { kind: "away", from: epoch("2024-01-15T02:20Z"), until: epoch("2024-01-15T02:40Z") },
        ],
      },
      fails: null,
    },
    "without-sensor": {
      title: "No sensor",
      wrong:
        "At midnight the last minute, the last hour and the day begin together, and the day does not wait.",
      seen: "Everything is green, and in daily_avg.csv the day has 1380 points in 23 hours. Its closing_price is 42797.08159604, the price at 23:00.",
      scenario: oneDay,
      fails: { check: "14.3", phrase: "all its hours" },
    },
    "this-day": {
      title: "The clock instead of the data interval",
      wrong:
        "The task asks what day it is. After midnight that is the new day: it has no hour yet, and the task ends without a row.",
      seen: "The run is green, and there is no daily_avg.csv at all.",
      scenario: evening,
      fails: { check: "14.2", phrase: "(no row)" },
    },
    "unweighted-mean": {
      title: "All hours weigh the same",
      wrong:
        "The average is the mean of the hours' averages. Hour 17 has one minute, and counts as much as the sixty of the next.",
      seen: "avg_price in daily_avg.csv is 42768.63832317. Weighted by data_points it is 42747.53750628.",
      scenario: evening,
      fails: { check: "14.4", phrase: "weighs each hour" },
    },
    "opening-from-average": {
      title: "A day that opens with an average",
      wrong: "The day opens with the average of its first hour, and closes with that of its last.",
      seen: "closing_price in daily_avg.csv is 42695.36790735: no minute has that price. The last one, 23:59, has 42639.26747751.",
      scenario: evening,
      fails: { check: "14.5", phrase: "opening" },
    },
    overwrites: {
      title: "A file with one day",
      wrong: "The task rewrites the file with the one row that it has calculated.",
      seen: "Both runs are green, and daily_avg.csv has one row: 2024-01-16. The day before is gone.",
      fails: { check: "14.2", phrase: "a row for each day" },
    },
    "append-without-key": {
      title: "A line at the end of the file",
      wrong: "A run that is repeated adds its row again.",
      seen: "At 00:10 the run of the day is cleared, and daily_avg.csv has two rows for one run. They are the same: anyone who adds them up counts the day twice.",
      scenario: {
        from: oneDay.from,
        until: "2024-01-16T00:20:30Z",
        byHand: [
          {
            at: "2024-01-16T00:10Z",
            what: "the run of the day cleared by hand, so that it runs again",
            act: (scheduler, dagId) =>
              scheduler.clear({ dagId, runId: "scheduled__2024-01-15T00:00:00+00:00" }),
          },
        ],
      },
      fails: { check: "14.6", phrase: "the same bytes" },
    },
    "green-when-empty": {
      title: "An empty day that is green",
      wrong:
        "The exchange is away all evening, and no hour has a price. The run of the day writes a line into its log, and is green.",
      seen: "88 minutes and both hours are failed, the day has succeeded, and there is no daily_avg.csv. In the lesson itself the day would fail.",
      scenario: {
        from: "2024-01-15T23:00Z",
        until: evening.until,
        exchangeFaults: [
          { kind: "away", from: epoch("2024-01-15T23:00Z"), until: epoch("2024-01-16T01:00Z") },
        ],
      },
      fails: { check: "14.7", phrase: "without any hour" },
    },
  },
  task,
  checks,
  retires,
};
