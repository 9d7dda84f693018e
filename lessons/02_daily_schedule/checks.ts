// What this lesson asks of a student's version, and how it is judged.

import type { Check, Retirement, Task } from "@daglings/lessons";
import { compareSchedule, compareNever, dayOf, runsOf } from "../src/comparisons.ts";

export const task: Task = {
  why: "Lesson 01 runs when somebody thinks of it: in the lecture's week there is one run, and if you forget it there is none. New events come every day, and nobody wants to be there at midnight.",
  must: [
    {
      says: "The DAG runs every day, for the days from 2019-01-01 to 2019-01-05, and for no other.",
      shownBy: ["02.1"],
    },
    {
      says: "When it is switched on, at 2019-01-04 05:00 in the check, it runs at once for the days that are over by then.",
      shownBy: ["02.1", "02.2"],
    },
    {
      says: "Runs may now happen at the same time: a file must appear whole under its name. (The $$ and mv of the command do this: the answer has another name until it is whole.)",
      shownBy: ["02.3", "02.4"],
    },
  ],
  notYet: [
    "That each run fetches its own day: so far all of them fetch everything, and write the same two files.",
  ],
  learned:
    "A run belongs to a data interval, and is made when that interval has ended: the run of 1 January begins on 2 January.",
};

export const retires: readonly Retirement[] = [
  { checks: ["01.3"], why: "the schedule makes the runs now, and no longer somebody by hand" },
];

export const checks: readonly Check[] = [
  {
    id: "02.1",
    name: "one run for each day from 1 to 5 January",
    does: "switches the DAG on at 2019-01-04 05:00, waits until 2019-01-07 00:00, and compares the data intervals of the runs; also looks at what the schedule brings in a whole year, without the end date",
    why: "No day is forgotten, and nothing goes on for ever: the schedule, the first day and the last day say exactly which runs there are.",
    requires: ["01.1"],
    experiment: "run",
    hints: [
      "Which days have a run, which have none, and which have one too many?",
      "Three options of the DAG decide this: how often, from when, and until when. The first and the last date are the starts of data intervals.",
      'new DAG({ schedule: "@daily", startDate: "2019-01-01", endDate: "2019-01-05" })',
    ],
    judge: (seen) => compareSchedule(seen, { first: 1, last: 5, step: 1 }),
  },
  {
    id: "02.2",
    name: "each run is made as soon as its interval has ended",
    does: "compares when each run was made with the end of its data interval, or with 2019-01-04 05:00 for intervals that were over by then; an hour later is soon enough",
    why: "Before its end an interval is not complete; after it nobody should have to wait.",
    requires: ["01.1"],
    experiment: "run",
    hints: [
      "When is the run of 3 January made, and when is that day over?",
      "The table of pnpm lesson 02 has both: data interval, and run made. A start date that moves with the clock never comes.",
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
  {
    id: "02.3",
    name: "an answer that breaks off leaves no half file",
    does: "lets every answer of the events API break off in its middle, in an empty folder, and watches for files of events: none has its name, not even for a moment",
    why: "The next reader cannot tell a half file from a whole one, and runs happen at the same time.",
    requires: ["01.4"],
    experiment: "cut",
    hints: [
      "Which file is there while the answer is still coming, and under which name?",
      "Write under another name first, and rename the file when all of it is there: mv in bash, rename in Node. writeWhole of @daglings/lessons does so.",
      "curl … --output data/events.json.$$ … && mv data/events.json.$$ data/events.json",
    ],
    judge: (seen) =>
      runsOf(seen).flatMap((run) => [
        compareNever(seen, "data/events.json"),
        compareNever(seen, `data/events/${dayOf(run.logicalDate)}.json`),
      ]),
  },
  {
    id: "02.4",
    name: "a new file takes the place of the old one",
    does: "runs the DAG once more in the folder of the first run, holds the files open in the meantime, and looks at which of them, or of their replacements, were written into",
    why: "A process that is killed while it writes leaves half a file: nobody notices if it has the right name.",
    requires: ["02.3"],
    experiment: "again",
    hints: [
      "What does another run read while an existing file is being rewritten?",
      "curl --output, > and writeFileSync empty the file first, and fill it bit by bit. A rename takes no time: either the old file is there, or the new one.",
      "curl … --output data/events.json.$$ … && mv data/events.json.$$ data/events.json; writeStats and writeWhole do the same in Node",
    ],
    judge: ({ before, exposed }) =>
      Object.keys(before)
        .filter((path) => /^data\/.*\.(?:json|csv)$/.test(path))
        .map((path) => ({
          what: path,
          expected: "replaced as a whole",
          actual: exposed.includes(path) ? "written bit by bit, under its own name" : "replaced as a whole",
        })),
  },
];
