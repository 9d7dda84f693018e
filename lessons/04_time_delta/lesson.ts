import { lectureWeek, type Lesson } from "@daglings/lessons/lesson";
import { checks, retires, task } from "./checks.ts";

export const lesson: Lesson = {
  title: "Every three days",
  goal: "Run every three days, counted from the start date: a duration as the schedule.",
  change: 'schedule { days: 3 } in place of "@daily"',
  needs: ["bash", "events"],
  scenario: lectureWeek,
  // Long enough to see that the end date holds.
  checkScenario: { until: "2019-02-05T00:00Z" },
  look: [
    "the table of runs: two, with intervals of three days, from 1 and from 4 January",
    "the second run: its interval goes on to 7 January, although the end date is 5 January",
  ],
  experiment:
    "pnpm lesson 04 --variant cron-every-3-days: a month later, one of the intervals is a single day long",
  variants: {
    "cron-every-3-days": {
      title: "Every three days in cron",
      wrong: '"0 0 */3 * *" means the days 1, 4, 7, …, 31 of each month, and not every three days.',
      seen: "The run of 2019-01-31 has an interval of one day: it ends on 1 February, where the rule starts again.",
      scenario: { from: "2019-01-28T05:00Z", until: "2019-02-05T00:00Z" },
      fails: { check: "04.1", phrase: "2019-01-31 → 2019-02-01" },
    },
    "start-date-moved": {
      title: "A start date one day later",
      wrong:
        "Somebody leaves out 1 January by starting a day later; but three days are counted from the start date, so every interval changes.",
      seen: "One run instead of two, from 2019-01-02 to 2019-01-05; the next one ends only on 8 January.",
      fails: { check: "04.1", phrase: "2019-01-02 → 2019-01-05" },
    },
  },
  task,
  checks,
  retires,
};
