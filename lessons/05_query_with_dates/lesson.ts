import { lectureWeek, type Lesson } from "@daglings/lessons/lesson";
import { checks, retires, task } from "./checks.ts";

export const lesson: Lesson = {
  title: "A query with dates",
  goal: "Ask the API for one day instead of everything: the dates are in the query, though still fixed.",
  change: "@daily again; the query names a start date and an end date",
  needs: ["bash", "events"],
  scenario: lectureWeek,
  look: [
    "the requests: five times the same one, for 2019-01-01",
    "data/events.json: the 8 events of 1 January, fetched by the run of every day",
  ],
  experiment:
    "pnpm lesson 05 --variant same-day-range: all runs succeed, and data/stats.csv has nothing but its header",
  variants: {
    "same-day-range": {
      title: "From a day to itself",
      wrong:
        "The API does not include the end date, so that from 1 January to 1 January there is nothing, and an empty answer is not an error.",
      seen: "All five runs are success, data/events.json is [] and data/stats.csv is only its header.",
      fails: { check: "05.2", phrase: "end_date=2019-01-01" },
    },
    "swapped-dates": {
      title: "The end before the start",
      wrong: "The two dates are swapped, and the API refuses the range with status 400.",
      seen: "All five fetch_events are failed, calculate_stats is upstream_failed; there is no file.",
      fails: { check: "01.4", phrase: "exit code 22" },
    },
  },
  task,
  checks,
  retires,
};
