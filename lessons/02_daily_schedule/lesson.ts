import { lectureWeek, type Lesson } from "@daglings/lessons";
import { checks, retires, task } from "./checks.ts";

export const lesson: Lesson = {
  title: "02_daily_schedule",
  goal: "",
  change: null,
  needs: ["bash", "events"],
  scenario: lectureWeek,
  look: [],
  experiment: "",
  variants: {},
  task,
  checks,
  retires,
};
