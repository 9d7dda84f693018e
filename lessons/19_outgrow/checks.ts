// What this lesson asks of a student's version, and how it is judged.

import type { Check, Retirement, Task } from "@daglings/lessons";
import {
  compareOrder,
  compareStats,
  dayOf,
  eventsOf,
  judgedDag,
  runsOf,
  taskOf,
} from "../src/comparisons.ts";
import { compareMailedStats } from "../src/mailed-stats.ts";

export const task: Task = {
  why: "With one machine, a crash is an accident. With many, one of them is always away: work must go on elsewhere, without anybody's help.",
  must: [
    {
      says: "The tasks are those of lesson 11, in the same order, whenever the file is loaded.",
      shownBy: ["19.1", "19.4", "19.6"],
    },
    {
      says: "A task may be lost or fail twice in two minutes, and its run succeeds all the same.",
      shownBy: ["19.2", "19.5"],
    },
    { says: "data/stats/<day>.csv has the statistics of each day.", shownBy: ["19.3"] },
  ],
  tools: ["retries, retryDelay and executionTimeout, in defaultArgs or in a task"],
  notYet: [
    "Files on several machines: tasks of one run may be carried out on different ones. There data/ must be a folder that all of them see, or shared storage.",
  ],
  learned:
    "What decides must be the same whenever and wherever it is asked; what does the work may be lost at any moment.",
};

export const retires: readonly Retirement[] = [
  { checks: ["18.1", "18.2", "18.3", "18.4"], why: "the work is a DAG of three tasks again" },
  { checks: ["01.1"], why: "19.1 asks more: the same DAG, whenever the file is loaded" },
];

const order = ["fetch_events", "calculate_stats", "send_stats"];
const days = [1, 2, 3, 4, 5].map((day) => `2019-01-0${day}`);

export const checks: readonly Check[] = [
  {
    id: "19.1",
    name: "the order of the tasks does not depend on when the file is loaded",
    does: "looks at the tasks of the DAG, and at which of them wait for which",
    why: "Each worker loads the file at a time of its own. If it gives another DAG then, what was recorded no longer fits.",
    experiment: "run",
    hints: [
      "What does the file do when it is loaded, before any task runs?",
      "It must not ask a clock, roll dice, or look at the machine. What depends on the day belongs in a task, which is given its dates.",
      "chain(fetchEvents, calculateStats, sendStats);",
    ],
    judge: (seen) => {
      const dag = judgedDag(seen);
      if (!dag) return [{ what: "the file", expected: "a DAG", actual: seen.loadError ?? "no DAG" }];
      return [compareOrder(dag, order)];
    },
  },
  {
    id: "19.2",
    name: "a task that is lost twice is tried a third time",
    does: "takes the API away for a minute and a half, and checks whether all five runs succeed",
    why: "To the scheduler, a worker that is gone looks like a task that fails: it costs a try.",
    requires: ["19.1"],
    experiment: "run",
    hints: [
      "Which run has failed, and how often was its first task tried?",
      "One retry covers one loss. How many can there be in two minutes?",
      "defaultArgs: { retries: 3, retryDelay: { minutes: 1 }, executionTimeout: { minutes: 5 } }",
    ],
    judge: (seen) => [
      {
        what: "the runs",
        expected: days.map(() => "success").join(", "),
        actual: runsOf(seen)
          .map(({ state }) => state)
          .join(", "),
      },
    ],
  },
  {
    id: "19.3",
    name: "the statistics of all five days are there",
    does: "compares data/stats/<day>.csv of each day with what is counted from the API's events",
    why: "Wherever a pipeline runs, it is judged by what it leaves.",
    requires: ["19.2"],
    experiment: "run",
    hints: [
      "Which day is missing or wrong, and what does the log of its run say?",
      "Each run counts the events of its own day, from its own file.",
      'templatesDict: { inputPath: "data/events/{{ds}}.json", outputPath: "data/stats/{{ds}}.csv" }',
    ],
    judge: (seen) =>
      days.map((day) => compareStats(seen, `data/stats/${day}.csv`, seen.eventsBetween(day, dayAfter(day)))),
  },
  {
    id: "19.4",
    name: "each day is mailed once, with its statistics",
    does: "lets the mail server refuse each mail the first time, counts the mails about each day, and looks for each row of its statistics in them",
    why: "With more machines there must be neither more mails nor fewer.",
    requires: ["19.3"],
    experiment: "run",
    hints: [
      "Which mails are in the mailbox, and what is in them?",
      "The last task is that of lesson 11: it reads the file of its day, and sends it.",
      "await emailStats({ to: email, day: ds, stats: readStats(statsPath) });",
    ],
    judge: (seen) =>
      runsOf(seen).flatMap((run) => {
        const day = dayOf(run.logicalDate);
        const mails = seen.mails.filter(({ subject }) => subject.includes(day));
        return [
          { what: `mails about ${day}`, expected: "1", actual: String(mails.length) },
          ...compareMailedStats(seen, { day, mail: mails[0], events: eventsOf(seen, run) }),
        ];
      }),
  },
  {
    id: "19.5",
    name: "the last task is tried a third time, too",
    does: "lets the mail server refuse every mail, and counts how often send_stats is started within an hour",
    why: "A machine may be lost during any task. The first one is not special.",
    requires: ["19.2", "19.4"],
    experiment: "busy",
    hints: [
      "Do all your tasks have enough tries, or only the one that asks the API?",
      "What holds for all tasks of a DAG can be said once.",
      "retries: 3 in the DAG's defaultArgs, not in one task",
    ],
    judge: (seen) =>
      runsOf(seen).map((run) => {
        const attempts = taskOf(run, "send_stats")?.attempts ?? 0;
        return {
          what: `run ${dayOf(run.logicalDate)}, how often send_stats was started`,
          expected: "at least 3",
          actual: String(attempts),
          holds: attempts >= 3,
        };
      }),
  },
  {
    id: "19.6",
    name: "loaded elsewhere, it is the same DAG",
    does:
      "loads the file twice more: years later, on machines with other names and process numbers, where Math.random gives its lowest " +
      "and then its highest number; and looks at the order of the tasks",
    why: "A worker that comes to another DAG cannot go on with what the first one has begun.",
    requires: ["19.1"],
    experiment: "elsewhere",
    hints: [
      "What does your file ask while it is loaded: the time, the machine, or chance?",
      "Whatever can differ between two machines must not decide which tasks there are, or what comes after what.",
      "chain(fetchEvents, calculateStats, sendStats), with no condition around it",
    ],
    judge: ({ dags, loadError }) => [
      { what: "the file, loaded elsewhere", expected: "a DAG", actual: loadError ?? "a DAG" },
      ...dags.map((dag) => compareOrder(dag, order)),
    ],
  },
];

function dayAfter(day: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString();
}
