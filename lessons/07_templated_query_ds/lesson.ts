import { lectureWeek, type Lesson } from "@daglings/lessons/lesson";
import { checks, retires, task } from "./checks.ts";

export const lesson: Lesson = {
  title: "Shorter templates: ds and next_ds",
  goal: "Say the same with less: ds and next_ds are the dates of a run, ready to use, for any schedule.",
  change: "every three days again; {{ds}} and {{next_ds}} in the query",
  needs: ["bash", "events"],
  scenario: lectureWeek,
  // Long enough to see that the end date holds.
  checkScenario: { until: "2019-02-05T00:00Z" },
  look: [
    "the requests: two, each for three days",
    "data/stats.csv: 4 to 6 January, from the second run; the first run's days are overwritten",
  ],
  experiment:
    "pnpm lesson 07 --variant manual-trigger: a run by hand for 2 January asks from 2 January to 2 January, and gets nothing",
  variants: {
    "manual-trigger": {
      title: "A run by hand has no next date",
      wrong:
        "Nothing is wrong with the file; but in a run by hand next_ds is the same as ds, and the query asks for nothing.",
      seen: "The request start_date=2019-01-02&end_date=2019-01-02, and after it data/events.json is [] and data/stats.csv is only its header.",
      scenario: {
        until: "2019-01-06T00:00Z",
        byHand: [
          {
            at: "2019-01-05T12:00Z",
            what: "triggered by hand for 2 January",
            act: (scheduler, dagId) => {
              scheduler.trigger({ dagId, logicalDate: "2019-01-02" });
            },
          },
        ],
      },
      fails: null,
    },
    "tomorrow-ds": {
      title: "tomorrow_ds for next_ds",
      wrong: "tomorrow_ds is one day after ds whatever the schedule, so only one of three days is fetched.",
      seen: "The requests end after one day, and data/stats.csv has only 2019-01-04 instead of three days.",
      fails: { check: "06.1", phrase: "start_date=2019-01-01&end_date=2019-01-02" },
    },
    "unknown-variable": {
      title: "A variable that does not exist",
      wrong: "There is no next_dss; the template cannot be rendered, and the task fails before it starts.",
      seen: "Both fetch_events are failed, with a message that asks whether next_ds is meant; no request was made.",
      fails: { check: "01.4", phrase: 'did you mean "next_ds"?' },
    },
  },
  task,
  checks,
  retires,
};
