// Times as the exchange counts them and as the files write them: in UTC, wherever the machine is.

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A Temporal.Instant or a Temporal.ZonedDateTime, such as the start of a data interval. */
export interface Moment {
  readonly epochMilliseconds: number;
}

/** The start of the minute, hour or day that the moment is in, in epoch milliseconds. */
export function startOf(unit: number, { epochMilliseconds }: Moment): number {
  return Math.floor(epochMilliseconds / unit) * unit;
}

/** `2024-01-15T10:30:00`. */
export function timestampText(instant: number): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toString({ smallestUnit: "second" }).slice(0, -1);
}

/** `2024-01-15 10:30:00`. */
export function readableText(instant: number): string {
  return timestampText(instant).replace("T", " ");
}

/** `2024-01-15`. */
export function dateText(instant: number): string {
  return timestampText(instant).slice(0, 10);
}

/** `09`: a text, because as a number it would lose its zero. */
export function hourText(instant: number): string {
  return timestampText(instant).slice(11, 13);
}
