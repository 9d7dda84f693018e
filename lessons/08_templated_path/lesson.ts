import { lectureWeek, type Lesson } from "@daglings/lessons/lesson";
import { checks, retires, task } from "./checks.ts";

export const lesson: Lesson = {
  title: "Dated paths",
  goal: "Let each run write files of its own, so that no run can overwrite another's.",
  change: "the file names carry {{ds}}, and templatesDict takes them into the callable",
  needs: ["bash", "events"],
  scenario: lectureWeek,
  look: [
    "data/events and data/stats: one file for each day, and none that is written twice",
    "data/stats/2019-01-01.csv: 1 January alone, and still there after five runs",
  ],
  experiment:
    "pnpm dags backfill 08_templated_path --from 2018-12-29 --to 2018-12-31 --dir runs/08_templated_path: three days more",
  variants: {
    "fixed-output": {
      title: "One path for all results",
      wrong: "All runs write data/stats.csv, and each one replaces what the one before it has left.",
      seen: "data/events has five files, but of the statistics only 2019-01-05 is left, in data/stats.csv.",
      fails: { check: "08.3", phrase: "no such file" },
    },
    "fixed-input": {
      title: "One path for all events",
      wrong:
        "Three runs at once fetch into the same data/events.json; then all three calculate from what the last of them has written.",
      seen: "data/stats/2019-01-01.csv, 2019-01-02.csv and 2019-01-03.csv are the same, with rows of one single day: two of the three are wrong, and which two may differ from try to try.",
      fails: { check: "08.2", phrase: "there are data/events.json" },
    },
    "jinja-in-callable": {
      title: "A template where none is rendered",
      wrong:
        "Templates are rendered in the options of a task; in the code of the callable {{ds}} is nothing but six letters.",
      seen: "data/stats has one file, and its name is {{ds}}.csv.",
      fails: { check: "08.3", phrase: "no such file" },
    },
    "mkdir-without-parents": {
      title: "mkdir without the folder above",
      wrong: "Without -p mkdir makes only the last folder of a path, and data is not there yet.",
      seen: 'All five fetch_events are failed, and their logs say "No such file or directory"; there is no file.',
      fails: { check: "01.4", phrase: "exit code 1" },
    },
    "airflow-3": {
      title: "@daily in Airflow 3",
      wrong:
        "In Airflow 3 a bare @daily has intervals of no length, so that each run asks from its day to the same day.",
      seen: "There are five files in data/events and in data/stats, each with its own date; but the first are all [], and the others have only a header.",
      fails: { check: "08.1", phrase: "2019-01-01 → 2019-01-01" },
    },
  },
  task,
  checks,
  retires,
};
