// What has become of the tasks upstream of a task, as counts. A join of a thousand tasks is then decided from a few
// numbers each time one of them ends, not from a thousand states.

import { isIn } from "./membership.ts";
import { inPages, itemAt, withItem, type Pages } from "./pages.ts";
import { downstreamOf, findPlanned, type Plan } from "./plan.ts";
import { isFinished } from "./states.ts";
import type { TaskInstance } from "./task-instance.ts";
import { findTask, positionOf, type TaskTable } from "./task-table.ts";
import type { EndedCounts } from "./trigger-rule.ts";

export interface UpstreamCounts extends EndedCounts {
  /** How many of them are branches that decided to skip the task. */
  readonly skips: number;
}

const nothing: UpstreamCounts = {
  success: 0,
  failed: 0,
  skipped: 0,
  upstream_failed: 0,
  removed: 0,
  skips: 0,
};

export function countUpstream(plan: Plan, tasks: TaskTable): Pages<UpstreamCounts> {
  return inPages(
    tasks.ids.map((taskId) => {
      let counts = nothing;
      for (const id of findPlanned(plan, taskId)?.upstream ?? []) {
        counts = counted(counts, taskId, findTask(tasks, id), 1);
      }
      return counts;
    }),
  );
}

/** The new counts, after a task has changed, of the tasks downstream of it. */
export function recountUpstream(
  { plan, tasks, upstream }: { plan: Plan; tasks: TaskTable; upstream: Pages<UpstreamCounts> },
  taskId: string,
  before: TaskInstance,
  after: TaskInstance,
): Pages<UpstreamCounts> {
  const isUncounted = !isFinished(before.state) && !isFinished(after.state);
  if ((isUncounted || before.state === after.state) && before.skips === after.skips) return upstream;
  let recounted = upstream;
  for (const child of downstreamOf(plan, taskId)) {
    const position = positionOf(tasks, child);
    const counts = position === undefined ? undefined : itemAt(recounted, position);
    if (position === undefined || !counts) continue; // the run does not have this task
    const without = counted(counts, child, before, -1);
    recounted = withItem(recounted, position, counted(without, child, after, 1));
  }
  return recounted;
}

function counted(
  counts: UpstreamCounts,
  taskId: string,
  upstream: TaskInstance | undefined,
  by: 1 | -1,
): UpstreamCounts {
  if (!upstream) return counts;
  const { state, skips } = upstream;
  const ended = isFinished(state) ? { ...counts, [state]: counts[state] + by } : counts;
  return isIn(skips, taskId) ? { ...ended, skips: ended.skips + by } : ended;
}
