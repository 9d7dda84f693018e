import { lectureWeek, type Lesson } from "@daglings/lessons";
import { checks, retires, task } from "./checks.ts";

export const lesson: Lesson = {
  title: "01_unscheduled",
  goal: "",
  change: null,
  needs: ["bash", "events"],
  scenario: {
    ...lectureWeek,
    byHand: [
      {
        at: "2019-01-04T05:00Z",
        what: "triggered by hand",
        act: (scheduler, dagId) => scheduler.trigger({ dagId }),
      },
    ],
  },
  look: [],
  experiment: "",
  variants: {},
  task,
  checks,
  retires,
};
