// `schedule: null`: a run is only started by hand, at that instant and for no interval of time.

import type { Timetable } from "./timetable.ts";

export const noTimetable: Timetable = {
  description: "none",
  nextRun: () => null,
  manualInterval: (at) => ({ start: at, end: at }),
  nextDate: () => null,
  previousDate: () => null,
};
