import { lectureWeek, type Lesson } from "@daglings/lessons/lesson";
import { checks, retires, task } from "./checks.ts";

export const lesson: Lesson = {
  title: "A daily schedule",
  goal: "Let the scheduler make the runs: one for each day, as soon as that day is over.",
  change: 'schedule "@daily", and an end date; and a file has another name until it is whole',
  needs: ["bash", "events"],
  scenario: lectureWeek,
  look: [
    "the table of runs: five, of which three were created at once at 2019-01-04T05:00Z, when the DAG was switched on",
    "the column of data intervals: each run was created at or after the end of its interval",
    "data/events.json: only one for five runs, and all of them fetched the same ten days",
  ],
  experiment:
    "pnpm lesson 02 --until 2019-01-05: four runs instead of five, because 5 January is not over yet",
  variants: {
    "late-by-a-day": {
      title: "The start date as the day of the first run",
      wrong:
        "Somebody wants the first run on 2 January, and writes that as the start date; but a run comes when its interval is over, a day later.",
      seen: "The first run has the logical date 2019-01-02 and was created on 2019-01-03; 1 January has no run at all, so there are four runs.",
      scenario: { from: "2019-01-01T00:00Z" },
      fails: { check: "02.1", phrase: "the runs, by their data intervals" },
    },
    "dynamic-start-date": {
      title: "A start date that moves",
      wrong:
        "The start date is the moment at which the file is read, and no interval that begins there is ever over.",
      seen: "No run, no file: the table of runs is empty.",
      fails: { check: "02.1", phrase: "no scheduled runs" },
    },
    "trigger-after-the-end": {
      title: "A run by hand after the end date",
      wrong:
        "Nothing is wrong with the file, but a run by hand on 6 January is after the end date, and a task does not run outside its dates.",
      seen: "The run manual__2019-01-06T12:00:00+00:00 is success, and has no task at all.",
      scenario: {
        byHand: [
          {
            at: "2019-01-06T12:00Z",
            what: "triggered by hand",
            act: (scheduler, dagId) => {
              scheduler.trigger({ dagId });
            },
          },
        ],
      },
      fails: null,
    },
  },
  task,
  checks,
  retires,
};
