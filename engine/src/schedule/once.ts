// `schedule: "@once"`: one run at the start date, and never again.

import { isAfter, type Timetable } from "./timetable.ts";

export const onceTimetable: Timetable = {
  description: "@once",
  nextRun({ last, earliest, latest }) {
    if (last || !earliest || (latest && isAfter(earliest, latest))) return null;
    return { start: earliest, end: earliest, runAfter: earliest };
  },
  manualInterval: (at) => ({ start: at, end: at }),
  nextDate: () => null,
  previousDate: () => null,
};
