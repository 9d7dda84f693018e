// What a worker bundles for Temporal's sandbox. Nothing that these files import may reach outside: no clock of its own, no
// randomness, no files. replay.test.ts checks that.

export { assetBook } from "./asset-book.ts";
export { dagRun } from "./dag-run.ts";
export { dagSchedule } from "./dag-schedule.ts";
