// Events to count: the same each time, of ten days and a hundred users, in no order.

import { writeFileSync } from "node:fs";

const days = 10;
const users = 100;

export function makeEvents(file: string, rows: number): void {
  let state = 1;
  /** A whole number below the limit: a linear congruential generator, its low bits left out. */
  const draw = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const events = Array.from({ length: rows }, () => ({
    date: `2019-01-${String(draw(days) + 1).padStart(2, "0")}`,
    user: `user${draw(users)}`,
    event_type: "click",
    value: draw(1000),
  }));
  writeFileSync(file, JSON.stringify(events));
}
