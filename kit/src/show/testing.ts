// For tests: runs as a lesson's run leaves them.

import type { AttemptRecord } from "@daglings/engine";
import type { RunFacts, TaskFacts } from "../../../stage/src/lesson-run.ts";

export interface SketchedRun {
  readonly start: string;
  readonly end: string;
  readonly made: string;
  readonly runType?: RunFacts["runType"];
  readonly state?: string;
  readonly tasks?: readonly TaskFacts[];
}

export function runOf({ start, end, made, runType = "scheduled", state, tasks }: SketchedRun): RunFacts {
  const [dataIntervalStart, dataIntervalEnd, createdAt] = [start, end, made].map((text) =>
    Temporal.Instant.from(text).toString(),
  ) as [string, string, string];
  return {
    runId: `${runType}__${dataIntervalStart.replace("Z", "+00:00")}`,
    runType,
    logicalDate: dataIntervalStart,
    dataIntervalStart,
    dataIntervalEnd,
    createdAt,
    state: state ?? "success",
    tasks: tasks ?? [],
  };
}

/** Runs of equal intervals, one after the other, each made when its interval ends, but none before `on`. */
export function runsFrom(
  first: string,
  step: Temporal.DurationLike,
  number: number,
  { on = first, tasks }: { readonly on?: string; readonly tasks?: readonly TaskFacts[] } = {},
): RunFacts[] {
  let start = Temporal.Instant.from(first).toZonedDateTimeISO("UTC");
  const switchedOn = Temporal.Instant.from(on);
  return Array.from({ length: number }, () => {
    const end = start.add(step);
    const made = Temporal.Instant.compare(end.toInstant(), switchedOn) < 0 ? switchedOn : end.toInstant();
    const run = runOf({
      start: start.toInstant().toString(),
      end: end.toInstant().toString(),
      made: made.toString(),
      ...(tasks && { tasks }),
    });
    start = end;
    return run;
  });
}

export function attemptOf(own: Partial<AttemptRecord>): AttemptRecord {
  return {
    dagId: "dag",
    runId: "run",
    taskId: "task",
    tryNumber: 1,
    state: "success",
    startedAt: 0,
    finishedAt: 0,
    duration: 31,
    usage: null,
    error: null,
    logFile: null,
    report: null,
    ...own,
  };
}
