// What this lesson asks of a student's version, and how it is judged.

import type { Check, Retirement, Task } from "@daglings/lessons";
import { compareSchedule } from "../src/comparisons.ts";

export const task: Task = {
  why: "Lesson 03 runs every day. Cron has no words for 'every three days': */3 starts again each month, so 31 January is followed by 1 February.",
  must: [
    {
      says: "The DAG runs every three days from 2019-01-01 on, and for no interval that starts after 2019-01-05.",
      shownBy: ["04.1"],
    },
    { says: "Everything else stays as it was.", shownBy: ["01.4", "01.5", "01.6"] },
  ],
  notYet: ["Queries with dates: they are the next lesson."],
  learned:
    "A duration counts from the start date: each interval begins where the last one ended, whatever the calendar says.",
};

export const retires: readonly Retirement[] = [
  { checks: ["02.1"], why: "the schedule is a longer one: a run for every three days" },
  { checks: ["03.1"], why: "how arquero is imported was the idea of lesson 03 alone" },
];

export const checks: readonly Check[] = [
  {
    id: "04.1",
    name: "a run for every three days",
    does: "switches the DAG on at 2019-01-04 05:00, waits until 2019-02-05 00:00, and compares the data intervals of the runs; also looks at what the schedule brings in a whole year, without the end date",
    why: "A run is about its interval: with a longer interval, each run covers more days.",
    requires: ["01.1"],
    experiment: "run",
    hints: [
      "How long is a data interval now, and where does the second one begin?",
      "A schedule can be a preset, a cron expression, or a duration. A duration is written as for retryDelay.",
      "schedule: { days: 3 }",
    ],
    judge: (seen) => compareSchedule(seen, { first: 1, last: 5, step: 3 }),
  },
];
