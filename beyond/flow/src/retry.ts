// How long to wait before a retry. Pure: a hash of the call spreads the delays, so a run that is carried out again waits
// just as long.

import { hash } from "node:crypto";

interface RetryPolicy {
  readonly delays: readonly number[];
  readonly jitter: number;
}

/** `retry` counts from 1. 0: at once. */
export function delayBefore({ delays, jitter }: RetryPolicy, retry: number, key: string): number {
  const delay = delays[Math.min(retry, delays.length) - 1] ?? 0;
  if (jitter === 0 || delay === 0) return delay;
  const share = parseInt(hash("sha256", `${key} ${retry}`, "hex").slice(0, 8), 16) / 0xff_ff_ff_ff;
  const [least, most] = [delay / (1 + jitter), delay * (1 + jitter)];
  return Math.round(least + share * (most - least));
}
