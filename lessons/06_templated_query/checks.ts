// What this lesson asks of a student's version, and how it is judged.

import type { Check, Retirement, Task } from "@daglings/lessons";
import { compareEvents, compareQueries, eventsOf, queryOf, runsOf } from "../src/comparisons.ts";

export const task: Task = {
  why: "In lesson 05 five runs make the same request five times: /events?start_date=2019-01-01&end_date=2019-01-02. Nobody ever asks for 2 January. The dates must come from the run.",
  must: [
    {
      says: "Each run asks for its own data interval: the run of 2019-01-03 for start_date=2019-01-03 and end_date=2019-01-04.",
      shownBy: ["06.1"],
    },
    {
      says: "A late run asks for the same days: the dates do not come from the clock.",
      shownBy: ["06.1", "06.2"],
    },
  ],
  notYet: [
    "Files of their own: all runs still write data/events.json and data/stats.csv, and only the last one's day is left.",
  ],
  learned:
    "A template is filled in for each run: the same task asks for another day in each run, and for the same day however late it runs.",
};

export const retires: readonly Retirement[] = [
  { checks: ["05.2", "05.3"], why: "each run asks for its own day, and no longer for 1 January" },
];

export const checks: readonly Check[] = [
  {
    id: "06.1",
    name: "each run asks for its own interval",
    does: "compares what the events API was asked for with the data intervals of the runs",
    why: "Then a late run, or a second one, fetches the same events as a run on time.",
    requires: ["01.4"],
    experiment: "run",
    hints: [
      "What do the five runs know that is different in each of them?",
      "The expression between {{ and }} is evaluated for each run. Airflow's names are execution_date and next_execution_date; a date can be written with strftime.",
      "start_date={{execution_date.strftime('%Y-%m-%d')}}&end_date={{next_execution_date.strftime('%Y-%m-%d')}}",
    ],
    judge: (seen) => (runsOf(seen).length === 0 ? [] : [compareQueries(seen, runsOf(seen).map(queryOf))]),
  },
  {
    id: "06.2",
    name: "data/events.json has the last run's interval",
    does: "compares the events in data/events.json with those that the API has for the interval of the last run",
    why: "All runs write the same file: only what the last one wrote is left.",
    requires: ["06.1"],
    experiment: "run",
    hints: [
      "Which run was the last, and which days are in the file?",
      "Does the second date end the interval, or begin the day before? The end is excluded.",
      "end_date={{next_execution_date.strftime('%Y-%m-%d')}}",
    ],
    judge: (seen) => {
      const last = runsOf(seen).at(-1);
      return last ? [compareEvents(seen, "data/events.json", eventsOf(seen, last))] : [];
    },
  },
];
