// The attempts that an executor has under way.

import type { AttemptKey } from "../ports.ts";

export interface UnderWay<T> {
  add(attempt: AttemptKey, value: T): void;
  get(attempt: AttemptKey): T | undefined;
  /** False: it was not there any more. */
  remove(attempt: AttemptKey): boolean;
  /** Forgets all of them: nothing is reported about them any more. */
  clear(): T[];
}

export function underWay<T>(): UnderWay<T> {
  const values = new Map<string, T>();
  const keyOf = ({ dagId, runId, taskId, tryNumber }: AttemptKey) =>
    JSON.stringify([dagId, runId, taskId, tryNumber]);
  return {
    add: (attempt, value) => void values.set(keyOf(attempt), value),
    get: (attempt) => values.get(keyOf(attempt)),
    remove: (attempt) => values.delete(keyOf(attempt)),
    clear() {
      const all = [...values.values()];
      values.clear();
      return all;
    },
  };
}

/** Why an attempt was aborted, when its time was not up. */
export class StoppedError extends Error {
  constructor() {
    super("was stopped: it was cleared, marked or cancelled, or the scheduler has ended");
  }
}
