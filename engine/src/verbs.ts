// What a stage or a person can ask of whatever runs DAGs: the scheduler, or another engine in its place.

import type { Scheduler } from "./scheduler/scheduler.ts";

export type SchedulerVerbs = Pick<
  Scheduler,
  | "run"
  | "close"
  | "standing"
  | "trigger"
  | "backfill"
  | "assetEvent"
  | "pause"
  | "unpause"
  | "clear"
  | "markTask"
  | "markRun"
  | "awaited"
  | "decide"
>;
