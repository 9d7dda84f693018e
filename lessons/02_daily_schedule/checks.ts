// What a student's version of this lesson is asked for, and judged by.

import type { Check, Task } from "@daglings/lessons";
import { compareIntervals, dayOf, januaryIntervals, runsOf } from "../src/comparisons.ts";

export const task: Task = {
  why: "Lesson 01 runs when somebody thinks of it: in the lecture's week there is one run, and who forgets it has none. New events come every day, and nobody wants to be there at midnight.",
  must: [
    "The DAG runs every day, for the days from 2019-01-01 to 2019-01-05, and for no other.",
    "When it is switched on, at 2019-01-04 05:00 in the check, the days that are over by then are made up for at once.",
    "Runs may happen at once now: what a task writes must appear whole, under its name (so keep the $$ and mv of the command).",
  ],
  notYet: [
    "That each run fetches its own day: so far all of them fetch everything, and write the same two files.",
  ],
  learned:
    "A run belongs to a data interval, and is made when that interval has ended: the run of 1 January begins on 2 January.",
};

export const retires: readonly string[] = ["01.3"];

export const checks: readonly Check[] = [
  {
    id: "02.1",
    name: "one run for each day from 1 to 5 January",
    does: "switches the DAG on at 2019-01-04 05:00, waits until 2019-01-07 00:00, and compares the data intervals of the runs",
    why: "Nobody is forgotten, and nothing goes on for ever: schedule, first and last day say exactly which runs there are.",
    requires: ["01.1"],
    experiment: "run",
    hints: [
      "Which days have a run, which have none, and which have one too many?",
      "Three options of the DAG say it: how often, from when, and until when. The first and the last date are the starts of data intervals.",
      'new DAG({ schedule: "@daily", startDate: "2019-01-01", endDate: "2019-01-05" })',
    ],
    judge: (seen) => [compareIntervals(seen, januaryIntervals(1, 5, 1))],
  },
  {
    id: "02.2",
    name: "each run is made as soon as its interval has ended",
    does: "compares when each run was made with the end of its data interval, or with 2019-01-04 05:00 for those that were over by then; an hour later is soon enough",
    why: "Before its end an interval is not complete; after it nobody should have to wait.",
    requires: ["01.1"],
    experiment: "run",
    hints: [
      "When is the run of 3 January made, and when is that day over?",
      "The table of pnpm lesson 02 has both: data interval, and run made. A start date that moves with the clock is never reached.",
      'startDate: "2019-01-01"   (a fixed date)',
    ],
    judge: (seen) =>
      runsOf(seen)
        .filter(({ runType }) => runType === "scheduled")
        .map(({ logicalDate, dataIntervalEnd, createdAt }) => {
          const due = dataIntervalEnd > seen.clock.from ? dataIntervalEnd : seen.clock.from;
          const latest = Temporal.Instant.from(due).add({ hours: 1 }).toString(); // one run may wait for another
          return {
            what: `run ${dayOf(logicalDate)}`,
            expected: `made ${due}`,
            actual: `made ${createdAt}`,
            holds: due <= createdAt && createdAt <= latest,
          };
        }),
  },
];
