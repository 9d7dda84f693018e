// What this lesson asks of a student's version, and how it is judged.

import type { Check, Retirement, Task } from "@daglings/lessons";
import { compareEvents, compareSchedule, compareQueries } from "../src/comparisons.ts";

export const task: Task = {
  why: "All runs so far ask for /events, all ten days, again and again: data/events.json has 2019-01-01 to 2019-01-10, whichever day it is. The API takes start_date and end_date, the end excluded.",
  must: [
    { says: "The DAG runs every day again, from 2019-01-01 to 2019-01-05.", shownBy: ["05.1"] },
    {
      says: "The query asks for one day: start_date=2019-01-01, end_date=2019-01-02. For now the dates are fixed.",
      shownBy: ["05.2"],
    },
    { says: "data/events.json and data/stats.csv have that day alone.", shownBy: ["05.3", "01.6"] },
  ],
  notYet: [
    "That each run asks for its own day: the fixed dates are wrong for four of the five runs, and the next lesson changes that.",
  ],
  learned:
    "Ask for the interval that you need, half-open: the end belongs to the next one, so that no day is counted twice.",
};

export const retires: readonly Retirement[] = [
  { checks: ["01.5"], why: "the query asks for one day, and no longer for everything" },
  { checks: ["04.1"], why: "the schedule is daily again" },
];

export const checks: readonly Check[] = [
  {
    id: "05.1",
    name: "one run for each day from 1 to 5 January",
    does: "switches the DAG on at 2019-01-04 05:00, waits until 2019-01-07 00:00, and compares the data intervals of the runs; also looks at what the schedule brings in a whole year, without the end date",
    why: "The data interval should be as long as what a run fetches: a day.",
    requires: ["01.1"],
    experiment: "run",
    hints: [
      "How long is a data interval, and how long should it be when a run is about one day?",
      "The schedule of lesson 02 does it.",
      'schedule: "@daily"',
    ],
    judge: (seen) => compareSchedule(seen, { first: 1, last: 5, step: 1 }),
  },
  {
    id: "05.2",
    name: "the query asks for 1 January alone",
    does: "compares what the events API was asked for by all runs",
    why: "A run that fetches everything takes longer each day, and hides what belongs to its own day.",
    requires: ["01.4"],
    experiment: "run",
    hints: [
      "Which requests did the API receive? The list of pnpm lesson 05 shows them.",
      "The dates are a part of the URL: ?start_date=…&end_date=…. To bash, & has a meaning of its own: what protects it?",
      '"$EVENTS_API/events?start_date=2019-01-01&end_date=2019-01-02"   (with the quotes)',
    ],
    judge: (seen) => [compareQueries(seen, ["start_date=2019-01-01&end_date=2019-01-02"])],
  },
  {
    id: "05.3",
    name: "data/events.json has that day alone",
    does: "compares the events in data/events.json with those that the API has for 2019-01-01",
    why: "What was asked for is what should be there.",
    requires: ["05.2"],
    experiment: "run",
    hints: [
      "Which days are in data/events.json?",
      "The end date is excluded: one day is from a date to the next one.",
      "start_date=2019-01-01&end_date=2019-01-02",
    ],
    judge: (seen) => [
      compareEvents(seen, "data/events.json", seen.eventsBetween("2019-01-01", "2019-01-02")),
    ],
  },
];
