// What this lesson asks of a student's version, and how it is judged.

import type {
  Check,
  Comparison,
  Observation,
  ObservedEvent,
  ObservedRun,
  Retirement,
  Task,
} from "@daglings/lessons";
import {
  compareEvents,
  compareSchedule,
  compareStats,
  compareTrees,
  dayOf,
  eventsOf,
  runsOf,
} from "../src/comparisons.ts";

export const task: Task = {
  why: "In lesson 07 every run writes data/events.json and data/stats.csv: after five days only the last one's statistics are left, and runs that happen at the same time overwrite each other's files while they are read.",
  must: [
    { says: "The DAG runs every day, from 2019-01-01 to 2019-01-05.", shownBy: ["08.1"] },
    {
      says: "Each run writes data/events/<day>.json and data/stats/<day>.csv, named after the day on which its interval starts, and no other file.",
      shownBy: ["08.2", "08.3", "08.5"],
    },
    { says: "A second run of the same interval leaves the same files.", shownBy: ["08.4"] },
    { says: "A run that is killed leaves whole files, or none.", shownBy: ["08.6", "02.3", "02.4"] },
  ],
  tools: [
    "templatesDict: an option of FunctionOperator; its texts are templates, and the callable gets them rendered",
  ],
  notYet: ["Whether missed days should still be run: that is lesson 09."],
  learned:
    "One interval, one partition: a run that owns its files can be repeated, and can run beside any other.",
};

/** `data/events/2019-01-01.json` */
const eventsPath = (run: ObservedRun) => `data/events/${dayOf(run.logicalDate)}.json`;
const statsPath = (run: ObservedRun) => `data/stats/${dayOf(run.logicalDate)}.csv`;

export const retires: readonly Retirement[] = [
  {
    checks: ["01.6", "01.9", "06.2"],
    why: "each run has files of its own, and data/events.json and data/stats.csv are gone",
  },
  { checks: ["07.1"], why: "the schedule is daily again" },
];

export const checks: readonly Check[] = [
  {
    id: "08.1",
    name: "one run for each day from 1 to 5 January",
    does: "switches the DAG on at 2019-01-04 05:00, waits until 2019-01-07 00:00, and compares the data intervals of the runs; also looks at what the schedule brings in a whole year, without the end date",
    why: "A file for each day needs a run for each day.",
    requires: ["01.1"],
    experiment: "run",
    hints: [
      "How long is a data interval, and how long should it be for a file a day?",
      "The schedule of lesson 02 does it.",
      'schedule: "@daily"',
    ],
    judge: (seen) => compareSchedule(seen, { first: 1, last: 5, step: 1 }),
  },
  {
    id: "08.2",
    name: "each run has its own file of events",
    does: "compares data/events/<day>.json of each run with what the API has for its interval",
    why: "Then runs that happen at the same time cannot take away each other's file.",
    requires: ["01.4"],
    experiment: "run",
    hints: [
      "How many files of events are there after five runs, and who wrote them?",
      "A path in bashCommand is a part of the template, too: ds is what differs from run to run.",
      "--output data/events/{{ds}}.json, after mkdir -p data/events",
    ],
    judge: (seen) => runsOf(seen).map((run) => compareEvents(seen, eventsPath(run), eventsOf(seen, run))),
  },
  {
    id: "08.3",
    name: "each run has its own statistics",
    does: "compares data/stats/<day>.csv of each run, to the letter, with a count of the events of its interval",
    why: "Yesterday's statistics are still there tomorrow, and nobody has to calculate them again.",
    requires: ["08.2"],
    experiment: "run",
    hints: [
      "Which paths does the callable get, and are there templates in them that nobody fills in?",
      "opKwargs and templatesDict are template fields: their texts are rendered before the callable sees them. Code inside the callable is not.",
      `templatesDict: { inputPath: "data/events/{{ds}}.json", outputPath: "data/stats/{{ds}}.csv" },
callable({ templatesDict: { inputPath, outputPath } }) { … }`,
    ],
    judge: (seen) => runsOf(seen).map((run) => compareStats(seen, statsPath(run), eventsOf(seen, run))),
  },
  {
    id: "08.4",
    name: "a second run leaves the same files",
    does: "runs everything once more in the folder of the first run, with a new database, and compares all files to the letter",
    why: "If a run is safe to repeat, it is safe to repair.",
    requires: ["08.3"],
    experiment: "again",
    hints: [
      "What does a run do when its files are there already?",
      "Look for files that are appended to, that are only written when they are missing, or that have the time in them.",
      "writeStats(outputPath, stats), which puts a new file in place of the old one",
    ],
    judge: compareTrees,
  },
  {
    id: "08.5",
    name: "one interval touches only its own files",
    does: "empties data/, lets only the run of 2019-01-02 run again, and looks at which files are there",
    why: "If you repeat one day, you want that day again, and nothing else to change.",
    requires: ["08.3"],
    experiment: "alone",
    hints: [
      "Which files does a single run write?",
      "A file that several runs share is written by each of them: is there one, such as a sum of all days?",
      "data/events/{{ds}}.json and data/stats/{{ds}}.csv, and no third one",
    ],
    judge: (seen) => {
      const run = runsOf(seen)[1];
      if (!run) return [];
      const expected = [eventsPath(run), statsPath(run)].join("\n");
      return [
        {
          what: `the files after run ${dayOf(run.logicalDate)}`,
          expected,
          actual: Object.keys(seen.files).join("\n") || "none",
        },
      ];
    },
  },
  {
    id: "08.6",
    name: "a kill leaves whole files, or none",
    does: "kills the process between two tasks, lets another one go on, and compares the files after the kill, and those at the end, with what the API has",
    why: "The next reader cannot tell a half file from a whole one.",
    requires: ["02.3", "02.4", "08.3"],
    experiment: "killed",
    hints: [
      "Which file is there while another is being written, and under which name?",
      "Write under another name first, and rename when it is whole: mv in bash, rename in Node. writeStats does so.",
      "curl … --output data/events/{{ds}}.json.$$ … && mv data/events/{{ds}}.json.$$ data/events/{{ds}}.json",
    ],
    judge: (seen) => [
      ...runsOf(seen).flatMap((run) =>
        compareFilesThere(seen.before, run, eventsOf(seen, run), "after the kill"),
      ),
      ...runsOf(seen).flatMap((run) => compareFilesThere(seen.files, run, eventsOf(seen, run), "in the end")),
      ...runsOf(seen)
        .filter(({ state }) => state === "success")
        .map((run) => {
          const expected = [eventsPath(run), statsPath(run)].join("\n");
          const there = [eventsPath(run), statsPath(run)].filter((path) => seen.files[path] !== undefined);
          return {
            what: `the files of run ${dayOf(run.logicalDate)}`,
            expected,
            actual: there.join("\n") || "none",
          };
        }),
    ],
  },
];

/** Compares those of a run's two files that are there: they must be whole. */
function compareFilesThere(
  files: Observation["files"],
  run: ObservedRun,
  events: readonly ObservedEvent[],
  when: string,
): Comparison[] {
  const found = [
    ...(files[eventsPath(run)] === undefined ? [] : [compareEvents({ files }, eventsPath(run), events)]),
    ...(files[statsPath(run)] === undefined ? [] : [compareStats({ files }, statsPath(run), events)]),
  ];
  return found.map((comparison) => ({ ...comparison, what: `${comparison.what} ${when}` }));
}
