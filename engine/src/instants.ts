// Instants inside the engine are epoch milliseconds (UTC); this is how Airflow prints them.

/** As in run ids: `2019-01-01T00:00:00+00:00`, with six more digits where there is a fraction of a second. */
export function isoText(instant: number): string {
  const text = Temporal.Instant.fromEpochMilliseconds(instant).toString({ fractionalSecondDigits: 6 });
  return text.replace(".000000", "").replace("Z", "+00:00");
}

/** As Python prints a datetime: `2019-01-01 00:00:00+00:00`. */
export function pythonText(instant: number): string {
  return isoText(instant).replace("T", " ");
}
