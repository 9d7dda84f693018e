// The states of flows, with the shapes that the page has for those of DAGs.

import type { FlowRun } from "./answers.ts";

const shapes = {
  SCHEDULED: "scheduled",
  PENDING: "queued",
  RUNNING: "running",
  COMPLETED: "success",
  FAILED: "failed",
  CRASHED: "failed",
  CANCELLED: "skipped",
} satisfies Record<FlowRun["state"]["type"], string>;

export function shapeOf({ type }: FlowRun["state"]): string {
  return shapes[type];
}
