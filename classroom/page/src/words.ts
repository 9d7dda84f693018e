// How instants, durations and states are written on the page.

const minute = 60_000;

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** `2019-01-04 05:00`, and seconds where there are any. All times of the page are UTC. */
export function instantText(at: number): string {
  const text = iso(at);
  const seconds = at % minute === 0 ? "" : text.slice(16, at % 1000 === 0 ? 19 : 23);
  return `${text.slice(0, 10)} ${text.slice(11, 16)}${seconds}`;
}

/** How a run is called: by the date alone where all runs are at midnight. */
export function runText(at: number, areDays: boolean): string {
  return areDays ? iso(at).slice(0, 10) : instantText(at);
}

export function isMidnight(at: number): boolean {
  return at % 86_400_000 === 0;
}

export function tickText(at: number, step: number): string {
  const text = iso(at);
  if (step >= 91 * 86_400_000) return text.slice(0, 7);
  if (step >= 86_400_000) return text.slice(5, 10);
  if (step >= minute) return isMidnight(at) ? text.slice(5, 10) : text.slice(11, 16);
  return text.slice(11, 19);
}

/** `3 days`, `1 h 20 min`, `5.2 s`, `40 ms` */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < minute) return `${round(ms / 1000)} s`;
  if (ms < 60 * minute) return both(ms, minute, "min", 1000, "s");
  if (ms < 24 * 60 * minute) return both(ms, 60 * minute, "h", minute, "min");
  return both(ms, 24 * 60 * minute, "d", 60 * minute, "h");
}

function both(ms: number, large: number, name: string, small: number, smallName: string): string {
  const first = Math.floor(ms / large);
  const rest = Math.floor((ms % large) / small);
  return rest === 0 ? `${first} ${name}` : `${first} ${name} ${rest} ${smallName}`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${round(bytes / 1000)} kB`;
  return `${round(bytes / 1_000_000)} MB`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

const stateWords: Readonly<Record<string, string>> = {
  none: "waits for upstream",
  scheduled: "may start",
  queued: "queued",
  running: "running",
  success: "success",
  failed: "failed",
  skipped: "skipped",
  upstream_failed: "upstream failed",
  up_for_retry: "waits for a retry",
  up_for_reschedule: "waits for its next look",
  restarting: "restarting",
  removed: "removed",
};

export function stateText(state: string): string {
  return stateWords[state] ?? state;
}
