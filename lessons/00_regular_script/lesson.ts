import { lectureWeek, type Lesson } from "@daglings/lessons";
import { checks, retires, task } from "./checks.ts";

export const lesson: Lesson = {
  title: "00_regular_script",
  goal: "",
  change: null,
  needs: ["events"],
  scenario: lectureWeek,
  look: [],
  experiment: "",
  variants: {},
  task,
  checks,
  retires,
};
