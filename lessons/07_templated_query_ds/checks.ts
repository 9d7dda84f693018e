// What this lesson asks of a student's version, and how it is judged.

import type { Check, Retirement, Task } from "@daglings/lessons";
import { compareSchedule } from "../src/comparisons.ts";

export const task: Task = {
  why: "Lesson 06 asks for the right days, but execution_date.strftime('%Y-%m-%d') is long, and easy to get wrong. And a day is not the only interval: with every three days the query must ask for three.",
  must: [
    {
      says: "The DAG runs every three days from 2019-01-01 on, and for no interval that starts after 2019-01-05.",
      shownBy: ["07.1"],
    },
    {
      says: "Each run asks for its own data interval: the first for start_date=2019-01-01 and end_date=2019-01-04.",
      shownBy: ["06.1"],
    },
    {
      says: "ds and next_ds are the short names for these two dates; the checks look at the requests alone.",
      shownBy: ["06.1"],
    },
  ],
  notYet: ["Files of their own: that is the next lesson."],
  learned:
    "ds is the day on which the interval starts, next_ds the day on which the next one does: together they are the interval, however long it is.",
};

export const retires: readonly Retirement[] = [
  { checks: ["05.1"], why: "the schedule is every three days again" },
];

export const checks: readonly Check[] = [
  {
    id: "07.1",
    name: "a run for every three days",
    does: "switches the DAG on at 2019-01-04 05:00, waits until 2019-02-05 00:00, and compares the data intervals of the runs; also looks at what the schedule brings in a whole year, without the end date",
    why: "If the query follows the interval, the schedule can be changed without touching the query.",
    requires: ["01.1"],
    experiment: "run",
    hints: ["How long is a data interval now?", "Lesson 04 has this schedule.", "schedule: { days: 3 }"],
    judge: (seen) => compareSchedule(seen, { first: 1, last: 5, step: 3 }),
  },
];
