import type { Arrival, ByHand, Lesson } from "@daglings/lessons";
import { arrivals, checks, retires, task } from "./checks.ts";

/** What the sender would do if nobody watched the folder: one call for each file, whether or not somebody listens. */
const calls = arrivals
  .filter(({ at }) => at >= "2019-01-04T05:00Z")
  .map(({ at }: Arrival): ByHand => ({
    at: Temporal.Instant.from(at).add({ seconds: 5 }).toString(),
    what: "the sender calls the API: there is a new file",
    act: (scheduler) => void scheduler.assetEvent({ asset: "incoming" }),
  }));

export const lesson: Lesson = {
  title: "Triggered by an event",
  goal: "Calculate the statistics when the file arrives, not when the clock says so.",
  change:
    "the schedule is an asset, incoming, whose files are watched; and calculate_stats updates another one, stats",
  goesOnFrom: "11",
  needs: [],
  scenario: { from: "2019-01-04T05:00Z", until: "2019-01-07T00:00Z", arrivals },
  look: [
    "the table of runs: three runs for four files, each two seconds after its file was whole, and none at midnight",
    "data/stats: four files, though the last run was for one event, and two files had come",
    "pnpm dags assets --dir runs/16_event_triggered: who updates and who awaits which asset, and when it was updated",
  ],
  experiment:
    "pnpm lesson 16 --variant one-event-one-file: two files come at once, and one of them waits until the next one comes",
  variants: {
    "by-the-clock": {
      title: "At midnight, as ever",
      wrong: "The clock says when to look. A file that comes at 06:20 waits until the next midnight.",
      seen: "There are four runs, at 05:00 and at three midnights. data/stats/2019-01-02.csv is made at midnight instead of 06:20, and the last run has nothing to do.",
      fails: { check: "16.1", phrase: "scheduled" },
    },
    "half-written": {
      title: "A file that is still being written",
      wrong:
        "With quiet: 0 a file counts as soon as it is there. The sender writes for three seconds, and the first run reads a quarter of the file.",
      seen: "There are seven runs, three of which have failed: the log of the first says at which position the JSON breaks off.",
      fails: { check: "16.1", phrase: "06:20" },
    },
    "signal-only": {
      title: "The call that nobody heard",
      wrong:
        "The sender calls the API instead, for each file. When it sent the first file, no scheduler was running: that call is lost.",
      seen: "There is no run at 05:00. data/stats/2019-01-01.csv is there all the same, but not before 06:20, when the next call came.",
      scenario: { byHand: calls },
      fails: { check: "16.1", phrase: "05:00" },
    },
    "one-event-one-file": {
      title: "Two files and one run",
      wrong:
        "The task takes the files that the events of its run name. If two events come at the same time, the first makes the run; the second belongs to the next run, whenever that is.",
      seen: "data/incoming has four files, and data/stats three: 2019-01-04.csv is missing, and everything is green.",
      fails: { check: "16.2", phrase: "no such file" },
    },
  },
  task,
  checks,
  retires,
};
