import { lectureWeek, type Lesson } from "@daglings/lessons/lesson";
import { checks, retires, task } from "./checks.ts";

export const lesson: Lesson = {
  title: "No catch-up",
  goal: "Leave the past alone: run only for the latest complete interval, and from then on.",
  change: "catchup: false",
  needs: ["bash", "events"],
  scenario: lectureWeek,
  // Another day than in the lesson: a start date that was moved to fit that one does not fit this one.
  checkScenario: { from: "2019-01-05T05:00Z" },
  look: [
    "the table of runs: three, beginning with that of 3 January; of those created at 2019-01-04T05:00Z only one is left",
    "data/stats: no file for 1 and 2 January",
  ],
  experiment:
    "pnpm lesson 09 --variant end-date-in-past: without catch-up and with an end date in the past there is nothing left to run",
  variants: {
    "end-date-in-past": {
      title: "The end date is over",
      wrong:
        "The latest complete interval starts after the end date, and without catch-up no earlier one is looked at.",
      seen: "No run, no request, no file.",
      fails: { check: "09.1", phrase: "no scheduled runs" },
    },
    "start-mid-interval": {
      title: "A start date within an interval",
      wrong:
        "Somebody writes the present as the start date; an interval that has begun before it does not count, and the next one must first be over.",
      seen: "One run instead of three: its logical date is 2019-01-05, and it was created only on 2019-01-06.",
      fails: { check: "09.1", phrase: "the runs, by their data intervals" },
    },
  },
  task,
  checks,
  retires,
};
