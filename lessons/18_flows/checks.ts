// What this lesson asks of a student's version, and how it is judged.

import type { Check, Comparison, Observation, Retirement, Task } from "@daglings/lessons";
import {
  compareEvents,
  compareStats,
  dayOf,
  eventsOf,
  judgedDag,
  queryText,
  runsOf,
} from "../src/comparisons.ts";
import { compareMailedStats } from "../src/mailed-stats.ts";

export const task: Task = {
  why:
    "A DAG is drawn before it runs. Often a program that calls functions would do, if only these were tried again, run side by " +
    "side, and not called twice for the same thing.",
  must: [
    {
      says:
        "A DAG runs daily from 2019-01-01 to 2019-01-05, one run at a time. Its one task calls a flow with all days from the first " +
        "to that of the run.",
      shownBy: ["18.1", "18.4"],
    },
    {
      says: "The flow fetches the events of each day, and saves data/events/<day>.json and data/stats/<day>.csv, as calculate_stats has made them.",
      shownBy: ["18.1"],
    },
    { says: "A day that was fetched by an earlier run is not fetched again.", shownBy: ["18.2"] },
    { says: "Each run mails the statistics of its last day, and of no other.", shownBy: ["18.3"] },
  ],
  tools: ["flow and task of @daglings/flow: beyond/flow/README.md"],
  notYet: ["Deployments: the DAG has the calendar. The README says how a flow runs without one."],
  learned:
    "A flow is a program whose calls are kept, tried again and shown; a DAG is a plan that knows its past.",
};

export const retires: readonly Retirement[] = [
  {
    checks: ["17.1", "17.2", "17.3", "17.4", "17.5", "17.6", "17.7", "17.8", "17.9", "17.10", "17.11"],
    why: "the work is a flow with events: nothing is handed over, and there is no report",
  },
];

const days = [1, 2, 3, 4, 5].map((day) => `2019-01-0${day}`);

export const checks: readonly Check[] = [
  {
    id: "18.1",
    name: "the files of all five days are there, and the runs are green",
    does: "runs the DAG over the week, counts its tasks, and compares data/events/<day>.json and data/stats/<day>.csv of each day with the API's events",
    why: "However a pipeline is written, it is judged by what it leaves.",
    experiment: "run",
    hints: [
      "Which day is missing or wrong, and what does the log of its run say?",
      "What a flow submits and neither awaits nor returns may fail without anybody noticing.",
      "const stats = calculateStats.map(days, fetchEvents.map(days)); await Promise.all(stats.map((each) => each.result()));",
    ],
    judge: (seen) => [
      { what: "the DAG", expected: "1 task", actual: tasksOf(seen) },
      { what: "the runs", expected: days.map(() => "success").join(", "), actual: statesOf(seen) },
      ...days.map((day) =>
        compareStats(seen, `data/stats/${day}.csv`, seen.eventsBetween(day, dayAfter(day))),
      ),
      ...days.map((day) =>
        compareEvents(seen, `data/events/${day}.json`, seen.eventsBetween(day, dayAfter(day))),
      ),
    ],
  },
  {
    id: "18.2",
    name: "each day is fetched once",
    does: "counts the requests for each day, over all runs of the week",
    why: "What was fetched for an earlier run need not be fetched again, as long as it does not change.",
    requires: ["18.1"],
    experiment: "run",
    hints: [
      "How often was the first day asked for, and by which runs?",
      "A task can have a key made of its arguments. Calls with the same key share one result.",
      "task(…, { cacheKey: (day) => `events of ${day}`, cacheExpiration: { days: 7 } })",
    ],
    judge: (seen) => days.map((day) => countRequests(seen, day)),
  },
  {
    id: "18.3",
    name: "each run mails its last day, once",
    does: "compares the subjects of the mails with the five days, and their rows with the statistics of these",
    why: "A mail cannot be taken back. It belongs in a task, which is done once.",
    requires: ["18.1"],
    experiment: "run",
    hints: [
      "Which day was mailed twice, or not at all?",
      "What a flow does outside its tasks happens each time that its function is called.",
      'const sendStats = task(async (day: string) => await emailStats({ to: "user@example.com", day, stats }));',
    ],
    judge: (seen) => [
      ...runsOf(seen).flatMap((run) => {
        const day = dayOf(run.logicalDate);
        const mails = seen.mails.filter(({ subject }) => subject.includes(day));
        return [
          { what: `mails about ${day}`, expected: "1", actual: String(mails.length) },
          ...compareMailedStats(seen, { day, mail: mails[0], events: eventsOf(seen, run) }),
        ];
      }),
      { what: "all mails", expected: String(days.length), actual: String(seen.mails.length) },
    ],
  },
  {
    id: "18.4",
    name: "each run has all days up to its own",
    does: "empties data/, clears the second run, and looks for the files of the first two days",
    why: "A run that relies on the files of earlier ones cannot be repeated without them.",
    requires: ["18.2", "18.3"],
    experiment: "alone",
    hints: [
      "What does the second run leave if nothing is there from the first one?",
      "The flow is given days. How many of them are there in the second run, and do they come from files?",
      "for (let day = first; day.toString() <= ds; day = day.add({ days: 1 })) days.push(day.toString());",
    ],
    judge: (seen) =>
      days
        .slice(0, 2)
        .map((day) => compareStats(seen, `data/stats/${day}.csv`, seen.eventsBetween(day, dayAfter(day)))),
  },
];

function dayAfter(day: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString();
}

function tasksOf(seen: Observation): string {
  const count = judgedDag(seen)?.tasks.length ?? 0;
  return count === 1 ? "1 task" : `${count} tasks`;
}

function statesOf(seen: Observation): string {
  return runsOf(seen)
    .map(({ state }) => state)
    .join(", ");
}

function countRequests({ requests }: Observation, day: string): Comparison {
  const query = `start_date=${day}&end_date=${dayAfter(day)}`;
  const count = requests.filter(({ path }) => queryText(path) === query).length;
  return { what: `requests for ${day}`, expected: "1", actual: String(count) };
}
