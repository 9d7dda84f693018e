// Turns the engine's records into the API's answers. Instants are texts there, in UTC.

import type { AttemptRecord, DAG, EventRecord, RunRecord, TaskInstance } from "@daglings/engine";
import type { Hub } from "./hub.ts";

export function instantText(instant: number | null): string | null {
  return instant === null ? null : Temporal.Instant.fromEpochMilliseconds(instant).toString();
}

export function dagAnswer(hub: Hub, dag: DAG): object {
  const { dagId, settings } = dag;
  const { paused, nextAt, queued, running } = hub.scheduler.standing({ dagId });
  return {
    dagId,
    description: settings.description,
    file: dag.file,
    schedule: settings.timetable.description,
    timeZone: settings.timeZone,
    catchup: settings.catchup,
    startDate: settings.startDate?.toString() ?? null,
    endDate: settings.endDate?.toString() ?? null,
    paused,
    nextRunAt: instantText(nextAt),
    queuedRuns: queued,
    runningRuns: running,
    tasks: dag.plan.tasks.map(({ taskId, operator, upstream, triggerRule, retries }) => {
      return { taskId, operator, upstream, triggerRule, retries };
    }),
  };
}

export function runAnswer(run: RunRecord, recovered: boolean): object {
  // In Airflow 3 a run by hand has no dates unless it is given one.
  const dateText = (instant: number) => (run.undated ? null : instantText(instant));
  return {
    dagId: run.dagId,
    runId: run.runId,
    runType: run.runType,
    state: run.state,
    recovered,
    logicalDate: dateText(run.logicalDate),
    dataIntervalStart: dateText(run.dataIntervalStart),
    dataIntervalEnd: dateText(run.dataIntervalEnd),
    createdAt: instantText(run.createdAt),
    startedAt: instantText(run.startedAt),
    finishedAt: instantText(run.finishedAt),
    conf: run.conf,
  };
}

export function taskAnswer(taskId: string, instance: TaskInstance): object {
  const { state, tryNumber, maxTries, startedAt, finishedAt, dueAt } = instance;
  return {
    taskId,
    state,
    tryNumber,
    maxTries,
    startedAt: instantText(startedAt),
    finishedAt: instantText(finishedAt),
    dueAt: instantText(dueAt),
  };
}

export function attemptAnswer(attempt: AttemptRecord): object {
  const { taskId, tryNumber, state, duration, usage, error, logFile } = attempt;
  return {
    taskId,
    tryNumber,
    state,
    startedAt: instantText(attempt.startedAt),
    finishedAt: instantText(attempt.finishedAt),
    duration,
    usage,
    error,
    hasLog: logFile !== null,
  };
}

export function eventAnswer(event: EventRecord): object {
  return { ...event, at: instantText(event.at) };
}
