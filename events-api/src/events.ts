// What the users of a shop did, made up for each day that is asked for: the same day has the same events, on
// every machine, whatever else is asked.

import { drawsFor } from "./draws.ts";

export const users = ["alice", "bob", "carol", "dave", "eve"] as const;
export const eventTypes = ["click", "view", "purchase", "login"] as const;

export interface UserEvent {
  /** The day, as 2019-01-01. */
  readonly date: string;
  readonly user: (typeof users)[number];
  readonly event_type: (typeof eventTypes)[number];
  /** From 1 to 100. */
  readonly value: number;
}

const dayZero = Temporal.PlainDate.from("1970-01-01");

/** The 5 to 15 events of one day. */
export function eventsOf(day: Temporal.PlainDate, seed = 0): UserEvent[] {
  const draw = drawsFor(seed, dayZero.until(day).days);
  const pick = <T>(choices: readonly [T, ...T[]]) => choices[draw(choices.length)] ?? choices[0];
  const date = day.toString();
  return Array.from({ length: 5 + draw(11) }, () => ({
    date,
    user: pick(users),
    event_type: pick(eventTypes),
    value: 1 + draw(100),
  }));
}

/** The events of all days from `start` on, and before `end`. */
export function eventsBetween(start: Temporal.PlainDate, end: Temporal.PlainDate, seed = 0): UserEvent[] {
  const events: UserEvent[] = [];
  for (let day = start; Temporal.PlainDate.compare(day, end) < 0; day = day.add({ days: 1 })) {
    events.push(...eventsOf(day, seed));
  }
  return events;
}
