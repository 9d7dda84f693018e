// What this lesson asks of a student's version, and how it is judged.

import type { Check, Retirement, Task } from "@daglings/lessons";
import { compareSchedule } from "../src/comparisons.ts";

export const task: Task = {
  why: "Lesson 08 catches up with what it has missed: switched on at 2019-01-04 05:00, it makes three runs at once, for 1, 2 and 3 January. With a start date years ago that would be a thousand runs, and not every pipeline wants them.",
  must: [
    { says: "The DAG runs every day, from 2019-01-01 to 2019-01-05.", shownBy: ["09.1"] },
    {
      says: "Switched on at 2019-01-04 05:00, it runs for the last day that is over, 3 January, and then for each day as it ends. 1 and 2 January have no run.",
      shownBy: ["09.1"],
    },
    { says: "Files are as before.", shownBy: ["08.2", "08.3"] },
  ],
  notYet: ["Runs for past days on demand: pnpm lesson 09 explains the backfill."],
  learned:
    "Without catch-up only the latest completed interval gets a run; older ones are left out, and can be backfilled.",
};

export const retires: readonly Retirement[] = [
  { checks: ["08.1"], why: "without catch-up the first days have no run" },
];

export const checks: readonly Check[] = [
  {
    id: "09.1",
    name: "no runs for days that were over before it was switched on, except the last one",
    does: "switches the DAG on a day later than the lesson does, at 2019-01-05 05:00, waits until 2019-01-07 00:00, and compares the data intervals of the runs: 4 and 5 January; also looks at what the schedule brings in a whole year, without the end date",
    why: "A DAG that is switched on today should not have to work off its whole past first.",
    requires: ["01.1"],
    experiment: "run",
    hints: [
      "Which runs were made at the moment when the DAG was switched on?",
      "One option of the DAG says whether missed intervals are still run. Moving the start date would also change which runs there are later.",
      "catchup: false",
    ],
    judge: (seen) => compareSchedule(seen, { first: 4, last: 5, step: 1 }),
  },
];
