// Real time, for the journal and for the limits of runners. Nothing else in this room may read it.

export function timestamp(): string {
  return new Date().toISOString();
}

/** Milliseconds since 1970. */
export function realTime(): number {
  return Date.now();
}
