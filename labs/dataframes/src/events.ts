// The events of a lesson as plain objects: what every library makes a table from in a way of its own.

import { readFileSync } from "node:fs";

export interface UserEvent {
  readonly date: string;
  readonly user: string;
}

/** Where a step reads from, and where it writes to. */
export interface Paths {
  readonly inputPath: string;
  readonly outputPath: string;
}

/** Only what is counted by. An event without a date or a user belongs to no group, and pandas leaves it out. */
export function readUserEvents(path: string): UserEvent[] {
  const events: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (!Array.isArray(events)) throw new Error(`${path} holds no list of events`);
  return events.flatMap(({ date, user }: Partial<UserEvent>) =>
    date === undefined || date === null || user === undefined || user === null ? [] : { date, user },
  );
}
