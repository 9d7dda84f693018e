// What the lessons share: how they describe themselves, and reading, writing and sending statistics.

export {
  lectureWeek,
  type Arrival,
  type ByHand,
  type Lesson,
  type Need,
  type Scenario,
  type Task,
  type Variant,
} from "./lesson.ts";
export type {
  Check,
  Comparison,
  Experiment,
  Observation,
  ObservedDag,
  ObservedEvent,
  ObservedMail,
  ObservedRequest,
  ObservedRun,
  ObservedTask,
} from "./check.ts";
export { customerFiles, writeCustomerFiles, type CustomerFile } from "./customers.ts";
export { writeWhole } from "./files.ts";
export { emailStats } from "./mail.ts";
export { readEvents, readStats, writeRows, writeStats } from "./stats.ts";
