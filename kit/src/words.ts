// Small words that several outputs share.

/** `1,234`. Not by toLocaleString: its first call takes 18 ms, as long as everything else that a command prints. */
export function numberText(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `1 run`, `5 runs`; `no runs`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number === 0 ? "no" : numberText(number)} ${number === 1 ? one : many}`;
}

/** `2019-01-04 05:00`, and with seconds if there are any. UTC. */
export function minuteText(instant: string): string {
  const text = Temporal.Instant.from(instant).toString({ smallestUnit: "second" });
  return text.replace("T", " ").replace(/(:00)?Z$/, "");
}

/** `2019-01-04` */
export function dayText(instant: string): string {
  return minuteText(instant).slice(0, 10);
}

/** `31 ms`, `2.4 s`. */
export function durationText(milliseconds: number): string {
  const whole = Math.round(milliseconds);
  return whole < 1000 ? `${whole} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** `2 days 19 hours`, with its two largest units. */
export function spanText(from: string, until: string): string {
  const minutes = Math.round(
    Temporal.Instant.from(from).until(Temporal.Instant.from(until)).total("minutes"),
  );
  const parts = [
    [Math.floor(minutes / 1440), "day"],
    [Math.floor(minutes / 60) % 24, "hour"],
    [minutes % 60, "minute"],
  ] as const;
  const said = parts.filter(([number]) => number > 0).slice(0, 2);
  return said.map(([number, unit]) => count(number, unit)).join(" ") || "no time";
}

/** `102 bytes`, `1.2 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 10_000) return count(bytes, "byte");
  return bytes < 999_500 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
