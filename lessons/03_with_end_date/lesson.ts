import { lectureWeek, type Lesson } from "@daglings/lessons/lesson";
import { checks, task } from "./checks.ts";

export const lesson: Lesson = {
  title: "Another import style",
  goal: "See that a DAG is an ordinary program: import arquero in another way, and its results do not change.",
  change: "arquero is imported as aq; nothing else",
  needs: ["bash", "events"],
  scenario: lectureWeek,
  look: [
    "the table of runs: the same five as in lesson 02",
    "data/events.json and data/stats.csv: the same bytes as in lesson 02",
  ],
  experiment:
    "pnpm lesson 03 --variant half-renamed: the file loads without complaint, and every run fails in its second task",
  variants: {
    "half-renamed": {
      title: "Renamed in one place only",
      wrong:
        "arquero is imported as aq, but the callable still says op; JavaScript looks for that name only when the task runs.",
      seen: 'The DAG loads, all five fetch_events are success, and all five calculate_stats are failed: "op is not defined".',
      fails: { check: "01.4", phrase: "op is not defined" },
    },
    "end-date-exclusive": {
      title: "The end date taken for the first day without a run",
      wrong:
        "Somebody writes 6 January to have 5 January as the last day; but the end date is the last date with a run.",
      seen: "Six runs instead of five: the last has the logical date 2019-01-06.",
      fails: { check: "02.1", phrase: "2019-01-06 → 2019-01-07" },
    },
  },
  task,
  checks,
};
