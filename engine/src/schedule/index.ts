// The engine's timetables by themselves, for pages that draw a schedule: nothing behind this door needs Node.

export { expressionOf } from "./presets.ts";
export { parseSchedule } from "./parse.ts";
export type { DataInterval, DueRun, Timetable } from "./timetable.ts";
