// The attempts that an executor has under way.

import type { AttemptKey, AttemptOrder, AttemptReport } from "../ports.ts";
import { unknownUsage } from "./usage.ts";

export interface UnderWay<T> {
  add(attempt: AttemptKey, value: T): void;
  get(attempt: AttemptKey): T | undefined;
  /** Returns false if it was not there any more. */
  remove(attempt: AttemptKey): boolean;
  /** Forgets all of them: nothing is reported about them any more. */
  clear(): T[];
}

export function underWay<T>(): UnderWay<T> {
  const values = new Map<string, T>();
  return {
    add: (attempt, value) => void values.set(attemptId(attempt), value),
    get: (attempt) => values.get(attemptId(attempt)),
    remove: (attempt) => values.delete(attemptId(attempt)),
    clear() {
      const all = [...values.values()];
      values.clear();
      return all;
    },
  };
}

/** An attempt's key as a text, to be the key of a map. */
export function attemptId({ dagId, runId, taskId, tryNumber }: AttemptKey): string {
  return `${dagId} ${runId} ${taskId} ${tryNumber}`; // no id has a space in it
}

/** Why an attempt was aborted, if its time was not up. */
export class StoppedError extends Error {
  constructor() {
    super("was stopped: it was cleared, marked or cancelled, or the scheduler has ended");
  }
}

/** Outside any promise: an error in hearing of it is not a failed attempt; it ends the process. */
export function tell(report: (ended: AttemptReport) => void, ended: AttemptReport): void {
  queueMicrotask(() => report(ended));
}

/** The report of an attempt that could not begin, or whose process is gone. */
export function failedReport(
  { dagId, runId, taskId, tryNumber }: AttemptOrder,
  error: string,
  duration = 0,
): AttemptReport {
  const outcome = { type: "failed", mayRetry: true, error } as const;
  const nothing = { usage: unknownUsage, xcoms: {}, triggers: [], extras: {}, traces: [] };
  return { type: "attempt finished", dagId, runId, taskId, tryNumber, outcome, duration, ...nothing };
}
