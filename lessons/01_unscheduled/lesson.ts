import { lectureWeek, type Lesson } from "@daglings/lessons/lesson";
import { checks, retires, task } from "./checks.ts";

export const lesson: Lesson = {
  title: "A first DAG, run by hand",
  goal: "Write the two steps as tasks of a DAG, and let the scheduler run them in their order.",
  change: "two tasks and chain() in place of two function calls; bash and curl fetch the events",
  needs: ["bash", "events"],
  scenario: {
    ...lectureWeek,
    byHand: [
      {
        at: "2019-01-04T05:00Z",
        what: "triggered by hand",
        act: (scheduler, dagId) => {
          scheduler.trigger({ dagId });
        },
      },
    ],
  },
  look: [
    "the table of runs: one run, made by hand, with two tasks of one attempt each",
    "data/events.json and data/stats.csv: the same bytes as in lesson 00",
  ],
  experiment:
    "pnpm lesson 01 --variant no-fail-flag: the API fails, fetch_events is green all the same, and calculate_stats is blamed",
  variants: {
    "no-fail-flag": {
      title: "curl without --fail",
      wrong:
        "The API answers with status 500; curl without --fail saves the error page and ends with exit code 0, so the wrong task fails.",
      seen: 'fetch_events is success and calculate_stats is failed; data/events.json holds {"error":…}.',
      scenario: { eventsApiFails: 1 },
      fails: { check: "01.7", phrase: "fetch_events success" },
    },
    "mkdir-without-p": {
      title: "mkdir without -p",
      wrong: "The first run makes the folder; each later run fails because the folder is there already.",
      seen: 'The run of 05:00 is success, that of 06:00 is failed; the log of its fetch_events ends with "File exists".',
      scenario: {
        byHand: [
          {
            at: "2019-01-04T05:00Z",
            what: "triggered by hand",
            act: (scheduler, dagId) => {
              scheduler.trigger({ dagId });
            },
          },
          {
            at: "2019-01-04T06:00Z",
            what: "triggered once more",
            act: (scheduler, dagId) => {
              scheduler.trigger({ dagId });
            },
          },
        ],
      },
      fails: { check: "01.8", phrase: "fetch_events failed" },
    },
  },
  task,
  checks,
  retires,
};
