import { lectureWeek, type Lesson } from "@daglings/lessons/lesson";
import { checks, retires, task } from "./checks.ts";

export const lesson: Lesson = {
  title: "When one machine is not enough",
  goal: "Let several machines share the work, so that any of them may be lost, and learn what that asks of the code.",
  change: "more tries and a time limit for each task; the DAG then runs on a Temporal server as well",
  goesOnFrom: "11",
  needs: ["bash", "events", "mail"],
  scenario: {
    ...lectureWeek,
    mailIsRefused: "once",
    eventsApiAway: { from: "2019-01-05T00:00:00Z", until: "2019-01-05T00:01:30Z" },
  },
  look: [
    "the run of 4 January: the API is away for a minute and a half, and fetch_events succeeds at its third try",
    "pnpm diff 11 19: two more lines; all that differs is who remembers what has happened",
  ],
  experiment:
    "pnpm temporal lesson 19: the same page and the same files, from a Temporal server; the README tells you how to kill one of two workers",
  variants: {
    "time-dependent-order": {
      title: "An order that depends on the time",
      wrong:
        "The file asks the clock in which order its tasks come. Loaded at another time, or by another worker, it is another DAG.",
      seen: "send_stats comes before calculate_stats: there is nothing to send, and all runs fail.",
      fails: { check: "19.1", phrase: "calculate_stats after send_stats" },
    },
  },
  task,
  checks,
  retires,
};
