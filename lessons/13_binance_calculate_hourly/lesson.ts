import type { ByHand, Lesson } from "@daglings/lessons";
import { checks, retires, task } from "./checks.ts";

const epoch = (time: string) => Temporal.Instant.from(`2024-01-15T${time}Z`).epochMilliseconds;

const nextDay = (time: string) => Temporal.Instant.from(`2024-01-16T${time}Z`).epochMilliseconds;

/** Four hours are enough to see what goes wrong. */
const night = { from: "2024-01-15T00:00Z", until: "2024-01-15T04:00:30Z" };

/** For twenty minutes of it nobody answers. */
const awayInHourTwo = [{ kind: "away", from: epoch("02:20"), until: epoch("02:40") }] as const;

function again(hour: string, at: string): ByHand {
  return {
    at,
    what: `the run of hour ${hour} cleared by hand, so that it runs again`,
    act: (scheduler, dagId) => scheduler.clear({ dagId, runId: `scheduled__2024-01-15T${hour}:00:00+00:00` }),
  };
}

export const lesson: Lesson = {
  title: "Hours from minutes",
  goal: "Calculate each hour from its minutes, after the last of them, without a race between the two DAGs.",
  change:
    "an hourly DAG with a sensor, which waits for sixty runs of lesson 12's DAG, and a task that sums them up",
  needs: ["exchange"],
  alongside: ["12"],
  scenario: { from: "2024-01-15T00:00Z", until: "2024-01-17T00:00:30Z" },
  checkScenario: {
    from: "2024-01-15T23:00Z",
    until: "2024-01-16T02:10Z",
    exchangeFaults: [
      { kind: "away", from: nextDay("00:00"), until: nextDay("00:02:30") },
      { kind: "away", from: nextDay("00:20"), until: nextDay("00:40") },
    ],
    byHand: [
      {
        at: "2024-01-16T00:02:20Z",
        what: "the run of the minute 23:30 cleared, which then ends after that of 23:59",
        act: (scheduler, _, at) => {
          const minute = Temporal.Instant.from(at).subtract({ minutes: 32, seconds: 20 });
          const runId = `scheduled__${minute.toString().replace("Z", "+00:00")}`;
          scheduler.clear({ dagId: "12_binance_fetch_minute", runId });
        },
      },
    ],
  },
  look: [
    "data/binance/hourly/2024-01-15/hourly_avg.csv and the file of the next day: 24 rows each, and 60 data_points in every row",
    "the row of 09: the hour is still two digits, though 9 would do for a number",
  ],
  experiment:
    "pnpm lesson 13 --variant without-sensor: all DAGs fire at once, and each hour lacks its last minute",
  variants: {
    "exchange-away": {
      title: "Nobody answers for twenty minutes",
      wrong:
        "From 02:20 to 02:40 the exchange is away, and 17 minutes of hour 02 are lost. The hour is calculated from the others.",
      seen: "hourly_avg.csv has four rows; that of 02 has 43 data_points, the others have 60.",
      scenario: { ...night, exchangeFaults: awayInHourTwo },
      fails: null,
    },
    "without-sensor": {
      title: "No sensor",
      wrong:
        "At 01:00 the run of the hour and that of its last minute begin together, and the hour does not wait.",
      seen: "Everything is green, and in hourly_avg.csv each hour has 59 data_points: the price of minute 59 is missing from every row.",
      scenario: night,
      fails: { check: "13.2", phrase: "all its sixty minutes" },
    },
    "this-hour": {
      title: "The clock instead of the data interval",
      wrong:
        "The task asks what hour it is. At 01:00 that is the hour that has just begun: it has no price yet, and the task ends without a row.",
      seen: "All four runs are green, and there is no hourly_avg.csv at all.",
      scenario: night,
      fails: { check: "13.2", phrase: "all its sixty minutes" },
    },
    "insists-on-success": {
      title: "One lost minute loses the hour",
      wrong:
        "The sensor fails as soon as one of its sixty runs has failed, and the tasks after it do not run.",
      seen: "The run of hour 02 is failed, and hourly_avg.csv has no row for it, though daily_raw.csv has 43 of its minutes.",
      scenario: { ...night, exchangeFaults: awayInHourTwo },
      fails: { check: "13.3", phrase: "an hour with gaps" },
    },
    "rounded-prices": {
      title: "An average of rounded prices",
      wrong: "The average is made from price_float, which is rounded to two decimals, and not from price.",
      seen: "Hour 00 has 42405.97516667 in hourly_avg.csv, and in the lesson 42405.97475600. Its lowest price is 42342.18000000: no minute has it.",
      scenario: night,
      fails: { check: "13.4", phrase: "average" },
    },
    "hour-as-number": {
      title: "Nine is not 09",
      wrong:
        "The file is read with a reader that takes 09 for the number 9. The existing row is never recognised as that of 09.",
      seen: "At 10:30 the run of hour 09 is cleared. In the end hourly_avg.csv has 12 rows for 11 runs: hour 9 is there twice, and no hour has two digits but 10.",
      scenario: {
        from: night.from,
        until: "2024-01-15T11:00:30Z",
        byHand: [again("09", "2024-01-15T10:30Z")],
      },
      fails: { check: "13.5", phrase: "two digits" },
    },
    "append-without-key": {
      title: "A line at the end of the file",
      wrong: "A run that is repeated adds its row again, wherever the file ends at that moment.",
      seen: "At 03:30 the run of hour 01 is cleared. hourly_avg.csv has five rows for four runs: 01 is below 00, and again below 02.",
      scenario: { ...night, byHand: [again("01", "2024-01-15T03:30Z")] },
      fails: { check: "13.6", phrase: "the same bytes" },
    },
    "green-when-empty": {
      title: "An empty hour that is green",
      wrong:
        "For two hours the exchange is away. The run of hour 01 finds no price, writes a line into its log, and is green.",
      seen: "All four runs have succeeded, and hourly_avg.csv has no row for 01. In the lesson itself that run is failed.",
      scenario: {
        ...night,
        exchangeFaults: [{ kind: "away", from: epoch("01:00:30"), until: epoch("02:10") }],
      },
      fails: { check: "13.7", phrase: "without any price" },
    },
  },
  task,
  checks,
  retires,
};
