// The intervals that a DAG's timetable would make if nothing ended it: an end date hides what a rule does later.

import type { DAG } from "@daglings/engine";

/** More days than a year has. */
const most = 400;

export function intervalsOf({ settings: { timetable, startDate } }: DAG): (readonly [string, string])[] {
  const intervals: (readonly [string, string])[] = [];
  if (!startDate) return intervals;
  const end = startDate.add({ hours: 366 * 24 });
  const next = (last: Parameters<typeof timetable.nextRun>[0]["last"] = null) =>
    timetable.nextRun({ last, earliest: startDate, latest: end, catchup: true });
  for (let due = next(); due && intervals.length < most; due = next(due)) {
    intervals.push([due.start.toString(), due.end.toString()]);
  }
  return intervals;
}
