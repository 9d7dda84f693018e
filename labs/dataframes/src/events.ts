// The events of a lesson as plain objects: each library makes a table from them in its own way.

import { readFileSync } from "node:fs";
import { cellText, guessColumn } from "@daglings/lessons";

export interface UserEvent {
  readonly date: string;
  readonly user: string;
}

/** Where a step reads from, and where it writes to. */
export interface Paths {
  readonly inputPath: string;
  readonly outputPath: string;
}

/**
 * Only the fields that are counted by. An event without a date or a user belongs to no group, and pandas leaves it out. Users are
 * guessed as in the lessons, but all are texts, since most of the libraries want columns of one kind: numbers beside names are
 * sorted as names.
 */
export function readUserEvents(path: string): UserEvent[] {
  const events: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (!Array.isArray(events)) throw new Error(`${path} holds no list of events`);
  const users = guessColumn(events.map(({ user }: Partial<UserEvent>) => user));
  return events.flatMap(({ date }: Partial<UserEvent>, index) => {
    const user = users[index] ?? null;
    return date === undefined || date === null || user === null ? [] : { date, user: cellText(user) };
  });
}
