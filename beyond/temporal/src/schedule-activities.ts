// What a DAG's schedule asks of the engine's timetables.

import { ApplicationFailure } from "@temporalio/activity";
import { backfillRuns, DagSchedule, identityOf, manualRun, UsageError, type DAG } from "@daglings/engine";
import type { RunIdentity } from "@daglings/engine/core";
import type { RunRequest } from "./messages.ts";

export interface DueRun {
  readonly run: RunIdentity;
  readonly runAfter: number;
}

export type ScheduleActivities = ReturnType<typeof scheduleActivities>;

export function scheduleActivities(dagNamed: (dagId: string) => DAG) {
  return {
    /** `last`: the latest run that was made on schedule, or by a backfill. */
    nextRun({
      dagId,
      last,
      now,
    }: {
      readonly dagId: string;
      readonly last: RunIdentity | null;
      readonly now: number;
    }): Promise<DueRun | null> {
      const dag = dagNamed(dagId);
      const schedule = new DagSchedule(dag, { paused: false, queued: 0, last: last ?? undefined });
      schedule.refresh(now);
      const next = schedule.upcoming().next();
      if (next.done === true) return Promise.resolve(null);
      const run = identityOf("scheduled", next.value, dag.settings.airflow);
      return Promise.resolve({ run, runAfter: next.value.runAfter.epochMilliseconds });
    },

    /** If a date or an id is given, it may already have a run: the schedule knows that. */
    runsFor(request: RunRequest, now: number): Promise<RunIdentity[]> {
      const dag = dagNamed(request.options.dagId);
      try {
        return Promise.resolve(
          request.type === "trigger"
            ? [manualRun(dag, request.options, now, () => null)]
            : [...backfillRuns(dag, request.options, now)],
        );
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        throw ApplicationFailure.nonRetryable(error.message, "UsageError"); // a wrong date stays wrong
      }
    },
  };
}
