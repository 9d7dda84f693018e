import { lectureWeek, type Lesson } from "@daglings/lessons";

export const lesson: Lesson = {
  title: "Dated paths",
  goal: "Let each run write files of its own, so that no run can overwrite another's.",
  change: "the file names carry {{ds}}, and templatesDict takes them into the callable",
  needs: ["bash", "events"],
  scenario: lectureWeek,
  look: ["data/events and data/stats: one file for each day, and none that is written twice"],
  experiment: "pnpm lesson 08 --variant fixed-output: the same DAG, but all runs write data/stats.csv",
  variants: {},
  task: { why: "", must: [], notYet: [], learned: "" },
  checks: [],
};
