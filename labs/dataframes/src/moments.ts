// How the rows of the exchange name the hour and the day of a moment, in UTC.

import type { Moment } from "@daglings/binance";

/** `2024-01-15T09:`: what the timestamps of all minutes of the hour begin with. */
export function hourOf(moment: Moment): string {
  return written(moment).slice(0, 14);
}

/** `2024-01-15`. */
export function dateOf(moment: Moment): string {
  return written(moment).slice(0, 10);
}

function written({ epochMilliseconds }: Moment): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMilliseconds).toString();
}
