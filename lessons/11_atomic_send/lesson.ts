import { lectureWeek, type Lesson } from "@daglings/lessons";
import { checks, retires, task } from "./checks.ts";

export const lesson: Lesson = {
  title: "11_atomic_send",
  goal: "",
  change: null,
  needs: ["bash", "events", "mail"],
  scenario: { ...lectureWeek, mailIsRefusedOnce: true },
  look: [],
  experiment: "",
  variants: {},
  task,
  checks,
  retires,
};
