// What a worker bundles for Temporal's sandbox. Nothing that these files import may reach beyond it: no clock of its own,
// no randomness, no files. replay-safety.test.ts looks after that.

export { dagRun } from "./dag-run.ts";
export { dagSchedule } from "./dag-schedule.ts";
