// Whether a failed task gets another try, and when.

import { sha1 } from "./sha1.ts";

/** All durations are milliseconds. */
export interface RetryPolicy {
  readonly retries: number;
  readonly retryDelay: number;
  readonly exponentialBackoff: boolean;
  readonly maxRetryDelay: number | null;
}

/** Airflow's core.max_task_retry_delay, a day: no back-off waits longer. */
const longestDelay = 86_400_000;

/** `maxTries` is the policy's `retries`, counted from the try at which the task was last cleared. */
export function mayRetry(policy: RetryPolicy, tryNumber: number, maxTries: number): boolean {
  return policy.retries > 0 && tryNumber <= maxTries;
}

/**
 * How long to wait after a failed try, in milliseconds. With exponential back-off the delay doubles with each try,
 * and a hash of `key` and the try spreads it: tasks that failed together do not come back together, yet a replay
 * waits exactly as long. Airflow's key is `dag_id#task_id#logical date`.
 */
export function retryDelay(policy: Omit<RetryPolicy, "retries">, tryNumber: number, key: string): number {
  if (!policy.exponentialBackoff) return policy.retryDelay;
  const delay = spread(policy.retryDelay * 2 ** (tryNumber - 1), `${key}#${tryNumber}`);
  return Math.min(delay, policy.maxRetryDelay ?? longestDelay);
}

/** With b the delay in whole seconds, at least one: a delay in [b, 2b) that depends on `key` alone. */
export function spread(delay: number, key: string): number {
  const base = Math.max(1, Math.ceil(delay / 1000));
  if (base * 1000 > longestDelay) return longestDelay;
  const hash = BigInt(`0x${sha1(key)}`);
  return Math.min(longestDelay, (base + Number(hash % BigInt(base))) * 1000);
}
