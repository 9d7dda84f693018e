// A sensor looks, and if it sees nothing, it looks again later: when, and for how long.

import { spread } from "./retry.ts";

/** All durations are milliseconds. */
export interface PokePolicy {
  readonly mode: "poke" | "reschedule"; // poke keeps its slot between two looks, reschedule gives it back
  readonly pokeInterval: number;
  readonly timeout: number;
  readonly softFail: boolean; // a timeout skips the task instead of failing it
  readonly exponentialBackoff: boolean;
  readonly maxWait: number | null;
  readonly isDecided?: true; // it waits for a person's decision, which wakes it
}

/** The wait before poke `number`, or null when the sensor has waited longer than its timeout. */
export function nextPoke(
  policy: PokePolicy,
  { number, waited, key }: { readonly number: number; readonly waited: number; readonly key: string },
): number | null {
  if (waited > policy.timeout) return null;
  if (!policy.exponentialBackoff) return policy.pokeInterval;
  const wait = spread(policy.pokeInterval * 2 ** (number - 2), `${key}#${number}`);
  return Math.min(wait, policy.maxWait ?? wait, Math.max(1, policy.timeout - waited));
}
