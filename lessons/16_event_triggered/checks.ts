// What this lesson asks of a student's version, and how it is judged.

import type { Arrival, Check, ObservedRun, Retirement, Task } from "@daglings/lessons";
import { compareStats, compareTrees, runsOf } from "../src/comparisons.ts";

export const task: Task = {
  why:
    "Until now the clock has said when a day's events are there. From now on somebody else sends them, as files, whenever " +
    "it suits them: at midnight there may be none, or two.",
  must: [
    {
      says:
        "A run starts when a file has arrived in data/incoming (2019-01-02.json has the events of that day), within a minute, " +
        "and at no other time.",
      shownBy: ["16.1"],
    },
    {
      says: "For each file that has arrived there is data/stats/<day>.csv, as calculate_stats makes it, even for two that come at the same time.",
      shownBy: ["16.2"],
    },
    {
      says: "A file that is still being written is not read: its sender may take some seconds.",
      shownBy: ["16.1", "16.3"],
    },
    {
      says: "A file that came while no scheduler was running is found when one starts.",
      shownBy: ["16.1", "16.2"],
    },
    { says: "Running everything a second time leaves the same files.", shownBy: ["16.4"] },
  ],
  tools: [
    'new Asset("incoming", { watch: fileArrival("data/incoming/*.json") }), and schedule: [asset]',
    "triggeringAssetEvents: what a run's callable knows about the events that have started it",
  ],
  notYet: [
    "Moving files away when they are done: they may stay where they are.",
    "Files that are sent a second time with different content.",
  ],
  learned: "Whatever starts a run, be it time, a person or an event, the data say what there is to do.",
};

const path = (day: string) => `data/incoming/${day}.json`;

/** One while nobody watches, one that is written slowly, and two at the same time. */
export const arrivals: readonly Arrival[] = [
  { at: "2019-01-04T04:10Z", path: path("2019-01-01"), day: "2019-01-01" },
  { at: "2019-01-04T06:20Z", path: path("2019-01-02"), day: "2019-01-02", slowly: true },
  { at: "2019-01-05T07:45Z", path: path("2019-01-03"), day: "2019-01-03" },
  { at: "2019-01-05T07:45Z", path: path("2019-01-04"), day: "2019-01-04" },
];

/** When the scheduler starts, and when files come. */
const occasions = ["2019-01-04T05:00", "2019-01-04T06:20", "2019-01-05T07:45"];

export const retires: readonly Retirement[] = [
  { checks: ["15.1"], why: "there is no calendar: a run is made by a file, not by a day" },
  {
    checks: ["15.2", "15.3", "15.6", "15.8"],
    why: "nobody is told anything: there is no chat, no mail and no alert",
  },
  { checks: ["15.4", "15.7"], why: "there is no scratch to be cleaned up; 16.3 looks at the runs" },
  { checks: ["15.5"], why: "no task needs a secret" },
];

export const checks: readonly Check[] = [
  {
    id: "16.1",
    name: "a run starts when a file has arrived, and at no other time",
    does:
      "puts one file there before the scheduler starts, lets another be written for three seconds, then puts two there at " +
      "once, and compares when runs were made, to the minute, and by what",
    why: "If the data are there at noon, nobody should wait until midnight; and nobody should look for data that are not there.",
    requires: ["01.1"],
    experiment: "run",
    hints: [
      "What starts your runs: the clock, or a file?",
      "A DAG's schedule can be a list of assets. An asset can watch for files.",
      `const incoming = new Asset("incoming", { watch: fileArrival("data/incoming/*.json") });
new DAG({ schedule: [incoming] })`,
    ],
    judge: (seen) => [
      {
        what: "the runs: when they were made, and by what",
        expected: occasions.map((minute) => `${minute} an event`).join("\n"),
        actual: runsOf(seen).map(occasionOf).join("\n") || "no runs",
      },
    ],
  },
  {
    id: "16.2",
    name: "each file has its statistics",
    does: "compares data/stats/<day>.csv of each of the four files, to the letter, with a count of the events of that day",
    why: "Two files may come at once and start one run. An event that starts no run of its own must not be lost.",
    requires: ["16.1"],
    experiment: "run",
    hints: [
      "Which file has no statistics, and what came together with it?",
      "If two events come at the same time, the first starts the run, and the second belongs to the next run. So do not go by the events: look into the folder.",
      `for (const path of globSync("data/incoming/*.json")) { … }`,
    ],
    judge: (seen) =>
      arrivals.map(({ day }) => {
        const next = Temporal.PlainDate.from(day).add({ days: 1 }).toString();
        return compareStats(seen, `data/stats/${day}.csv`, seen.eventsBetween(day, next));
      }),
  },
  {
    id: "16.3",
    name: "no run fails, and no task has to run twice",
    does: "compares the state of each run, and how often its tasks were started",
    why: "Half a file is usually not JSON. With bad luck it is, and then the statistics are wrong and nobody notices.",
    requires: ["16.1"],
    experiment: "run",
    hints: [
      "What does the log of the failed task say, and how large was the file at that time?",
      "fileArrival waits until a file has not changed for a while, by default two seconds. Does your version switch that off?",
      `fileArrival("data/incoming/*.json"), without quiet: 0`,
    ],
    judge: (seen) =>
      runsOf(seen).map((run) => ({
        what: `the run of ${run.createdAt}`,
        expected: ["success", ...run.tasks.map(({ taskId }) => `${taskId} once`)].join(", "),
        actual: [
          run.state,
          ...run.tasks.map(
            ({ taskId, attempts }) => `${taskId} ${attempts === 1 ? "once" : `${attempts} times`}`,
          ),
        ].join(", "),
      })),
  },
  {
    id: "16.4",
    name: "a second time leaves the same files",
    does: "runs everything once more in the folder of the first time, with a new database, and compares all files to the letter",
    why: "With a new database all four files are new again, and come at the same time.",
    requires: ["16.2"],
    experiment: "again",
    hints: [
      "What does a run do if the statistics are there already?",
      "Look for files that are appended to, or that have the time in them.",
      "writeStats(path, stats), which puts a new file in place of the old one",
    ],
    judge: compareTrees,
  },
];

/** "2019-01-04T06:20 an event" */
function occasionOf({ createdAt, runType }: ObservedRun): string {
  const isByEvent = runType === "dataset_triggered" || runType === "asset_triggered";
  return `${createdAt.slice(0, 16)} ${isByEvent ? "an event" : runType}`;
}
