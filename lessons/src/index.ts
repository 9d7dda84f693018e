// What the lessons share: how they describe themselves, and reading, writing and sending statistics. It brings arquero
// along; code that needs no tables imports `@daglings/lessons/lesson` or `/files` instead.

export type { Arrival, ByHand, Lesson, Need, Retirement, Scenario, Slip, Task, Variant } from "./lesson.ts";
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
export { mailLogEnd } from "./alert.ts";
export { postToChat } from "./chat.ts";
export { customerFiles, writeCustomerFiles, type CustomerFile } from "./customers.ts";
export { writeWhole } from "./files.ts";
export { cellText, guessColumn } from "./guess.ts";
export { emailStats } from "./mail.ts";
export { readEvents, readStats, writeRows, writeStats } from "./stats.ts";
