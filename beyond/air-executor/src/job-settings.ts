// What a job's maker decides about it: job.json, written once with the job.

import { checkKeys, show, UsageError } from "@daglings/words";
import { checkRetries, checkTimeout } from "./task-file.ts";

export interface JobSettings {
  /** How many of its tasks may run at a time, each behind a lock of its own. */
  readonly parallel: number;
  /** Seconds that a try may take. */
  readonly timeout: number;
  /** Seconds between asking a runner to end and ending it. */
  readonly grace: number;
  readonly retries: number;
  /** What it was made for, such as a run of a DAG: a caller with a different key means a different job. */
  readonly key: string;
}

const defaults: JobSettings = { parallel: 1, timeout: 1800, grace: 5, retries: 0, key: "" };

export function checkSettings(value: Partial<JobSettings>): JobSettings {
  checkKeys(value, Object.keys(defaults));
  const settings = { ...defaults, ...value };
  const { parallel, timeout, grace, retries, key } = settings;
  if (!Number.isInteger(parallel) || parallel < 1 || parallel > 50) {
    throw new UsageError(`parallel is ${show(parallel)}; it must be a whole number from 1 to 50`);
  }
  checkTimeout(timeout);
  checkRetries(retries);
  if (typeof grace !== "number" || !(grace >= 0 && grace <= 600)) {
    throw new UsageError(`grace is ${show(grace)}; it must be seconds, up to 600`);
  }
  if (typeof key !== "string") throw new UsageError(`key is ${show(key)}; it must be a text`);
  return settings;
}

export function parseSettings(text: string): JobSettings {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`it is not JSON (${(error as Error).message})`);
  }
  if (typeof value !== "object" || value === null) throw new UsageError("it is not an object");
  return checkSettings(value);
}
