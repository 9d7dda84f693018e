import { lectureWeek, type Lesson } from "@daglings/lessons/lesson";
import { checks, retires, task } from "./checks.ts";

export const lesson: Lesson = {
  title: "A templated query",
  goal: "Let each run ask for its own day: a template puts the dates of its data interval into the query.",
  change: "templates with execution_date and next_execution_date in the query",
  needs: ["bash", "events"],
  scenario: lectureWeek,
  look: [
    "the requests: five different ones, one for each day",
    "data/stats.csv: only 2019-01-05; the later runs have overwritten what the earlier ones wrote",
  ],
  experiment:
    "pnpm lesson 06 --variant unquoted-url: two quotes fewer, and every run fetches too many days without complaint",
  variants: {
    "unquoted-url": {
      title: "A URL without quotes",
      wrong:
        "For bash an & ends a command and sends it into the background; the rest, end_date=…, becomes a variable that nobody reads.",
      seen: "The requests have a start_date only, and data/stats.csv has the six days from 2019-01-05 to 2019-01-10; all runs are success.",
      fails: { check: "06.1", phrase: "start_date=2019-01-01\nstart_date=2019-01-02" },
    },
    "end-inclusive": {
      title: "The end taken to be included",
      wrong:
        "Start and end are the same date, in the belief that the end is included; the API excludes it, and answers with nothing.",
      seen: "The requests have the same date twice, data/events.json is [] and data/stats.csv is only its header.",
      fails: { check: "06.1", phrase: "start_date=2019-01-01&end_date=2019-01-01" },
    },
    "wrong-variable": {
      title: "The interval before",
      wrong:
        "prev_execution_date and execution_date enclose the interval before this one, so each run fetches the day that is not its own.",
      seen: "The first request asks for 2018-12-31, and data/stats.csv has 2019-01-04 in the end instead of 2019-01-05.",
      fails: { check: "06.1", phrase: "start_date=2018-12-31" },
    },
    "airflow-3": {
      title: "@daily in Airflow 3",
      wrong:
        "The names are those of Airflow 3, but a bare @daily has intervals of no length there: each ends when it begins.",
      seen: "All five runs are success, and each asks from a day to the same day: data/events.json is [] and data/stats.csv is only its header.",
      fails: { check: "05.1", phrase: "2019-01-01 → 2019-01-01" },
    },
  },
  task,
  checks,
  retires,
};
