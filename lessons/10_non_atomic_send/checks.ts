// What this lesson asks of a student's version, and how it is judged.

import type { Check, Comparison, ObservedRun, Retirement, Task } from "@daglings/lessons";
import {
  comparePause,
  compareSchedule,
  compareStarts,
  compareStats,
  dayOf,
  eventsOf,
  runsOf,
  taskOf,
} from "../src/comparisons.ts";
import { compareMailedStats } from "../src/mailed-stats.ts";

export const task: Task = {
  why: "The statistics of lesson 09 are in files, and nobody looks into files. They should be mailed, each day's as soon as it is there. And the days that lesson 09 left out are wanted again.",
  must: [
    { says: "The DAG catches up again: five runs, from 2019-01-01 to 2019-01-05.", shownBy: ["10.1"] },
    {
      says: "calculate_stats mails the statistics after it has saved them: one mail for each day, to user@example.com. The subject names the day, as in Stats of 2019-01-01, and the text has each row of the statistics.",
      shownBy: ["10.2", "10.3", "10.5"],
    },
    {
      says: "The mail server is at $SMTP_URL. It is busy, and refuses every mail the first time: the task waits for its answer, fails, and is tried again a minute later.",
      shownBy: ["10.2", "10.4"],
    },
  ],
  tools: [
    "emailStats({ to, day, stats }) of @daglings/lessons; stats is the table that was written",
    "defaultArgs: { retries, retryDelay } of the DAG, which apply to all its tasks",
  ],
  notYet: [
    "A task of its own for the mail: that is the next lesson. Watch how often calculate_stats runs without it.",
  ],
  learned:
    "A task that does two things is repeated as a whole: because a mail was refused, statistics that already existed were calculated again.",
};

export const retires: readonly Retirement[] = [
  { checks: ["09.1"], why: "the DAG catches up again, and each day has its run" },
];

export const checks: readonly Check[] = [
  {
    id: "10.1",
    name: "one run for each day from 1 to 5 January",
    does: "switches the DAG on at 2019-01-04 05:00, waits until 2019-01-07 00:00, and compares the data intervals of the runs; also looks at what the schedule brings in a whole year, without the end date",
    why: "Everybody should get the mail of every day, including the days before the DAG was switched on.",
    requires: ["01.1"],
    experiment: "run",
    hints: [
      "Which days have no run?",
      "Lesson 09 switched something off.",
      "catchup: true, or no catchup at all",
    ],
    judge: (seen) => compareSchedule(seen, { first: 1, last: 5, step: 1 }),
  },
  {
    id: "10.2",
    name: "one mail for each day",
    does: "looks into the mailbox: to whom the mails went, and which days their subjects name; also whether the task that sends one waits for the answer",
    why: "People ask for a missing mail, and take a second one for news.",
    requires: ["01.4"],
    experiment: "run",
    hints: [
      "How many mails are in the mailbox, and what are their subjects?",
      "emailStats of @daglings/lessons sends one. The day of a run is in the callable's context. Retries are set with defaultArgs.",
      `await emailStats({ to: "user@example.com", day: ds, stats });   // and in the DAG:
defaultArgs: { retries: 1, retryDelay: { minutes: 1 } }`,
    ],
    judge: (seen) =>
      runsOf(seen).flatMap((run) => {
        const day = dayOf(run.logicalDate);
        const mails = seen.mails.filter(({ subject }) => subject.includes(day));
        const actual = mails.map(({ to }) => `1 to ${to}`).join(", ") || "none";
        return [
          compareWaiting(run),
          { what: `mails about ${day}`, expected: "1 to user@example.com", actual },
        ];
      }),
  },
  {
    id: "10.3",
    name: "each mail has the statistics of its day",
    does: "looks for each row of the day's statistics in the text of its mail, in whatever layout, and for rows that do not belong there",
    why: "The mail is read instead of the file, so it must say the same.",
    requires: ["10.2"],
    experiment: "run",
    hints: [
      "Which numbers are in the mail, and of which day?",
      "The statistics that were saved, data/stats/<day>.csv, are the ones that belong in the mail.",
      "await emailStats({ to, day: ds, stats });   // stats: what was just written",
    ],
    judge: (seen) =>
      runsOf(seen).flatMap((run) => {
        const day = dayOf(run.logicalDate);
        const mail = seen.mails.find(({ subject }) => subject.includes(day));
        return compareMailedStats(seen, { day, mail, events: eventsOf(seen, run) });
      }),
  },
  {
    id: "10.4",
    name: "calculate_stats sends the mail",
    does: "counts how often each task was started, and when, while the mail server refuses each mail the first time",
    why: "This shows the cost: because a mail was refused, everything is calculated again.",
    requires: ["10.2"],
    experiment: "run",
    hints: [
      "Which step is repeated when the mail is refused?",
      "A task that throws is tried again as a whole. Where is the mail sent, and is its error caught?",
      "async callable(…) { …; writeStats(outputPath, stats); await emailStats(…); }   // in calculate_stats",
    ],
    judge: (seen) =>
      runsOf(seen).flatMap((run) => [
        compareStarts(run, { fetch_events: 1, calculate_stats: 2 }),
        comparePause(run, "calculate_stats", 60),
      ]),
  },
  {
    id: "10.5",
    name: "the statistics are saved before the mail is sent",
    does: "lets the mail server refuse every mail, each time, and compares data/stats/<day>.csv of each run with a count of the events of its interval",
    why: "A mail server that is down delays the mails; it must not delay the files.",
    requires: ["10.3"],
    experiment: "busy",
    hints: [
      "Which files are there when not one mail gets through?",
      "The lines of the callable run in order, and the first one that throws ends it. Which of them comes first?",
      "writeStats(outputPath, stats); and only then: await emailStats(…);",
    ],
    judge: (seen) =>
      runsOf(seen)
        .filter((run) => (taskOf(run, "calculate_stats")?.attempts ?? 0) > 0)
        .map((run) => compareStats(seen, `data/stats/${dayOf(run.logicalDate)}.csv`, eventsOf(seen, run))),
  },
];

/**
 * The engine waits a second for what a task has left behind, which is often enough for a mail. On a busy machine it is
 * not, and then the mail is lost: that must not decide.
 */
function compareWaiting(run: ObservedRun): Comparison {
  const error = run.tasks.map((each) => each.error ?? "").find((text) => text.includes("nobody awaits"));
  return {
    what: `run ${dayOf(run.logicalDate)}, whether the task waits for the mail server's answer`,
    expected: "it waits",
    actual: error === undefined ? "it waits" : `it does not: ${error}`,
  };
}
