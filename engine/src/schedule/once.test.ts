import { expect, test } from "vitest";
import { noTimetable } from "./none.ts";
import { onceTimetable } from "./once.ts";

const start = Temporal.Instant.from("2019-01-01T00:00Z");
const later = start.add({ hours: 24 });
const atOnce = { start, end: start, runAfter: start };

test("there is one run at the start date, whatever catch-up says, and never another", () => {
  for (const catchup of [true, false]) {
    expect(onceTimetable(2).nextRun({ earliest: start, catchup, now: later })).toEqual(atOnce);
    expect(onceTimetable(2).nextRun({ earliest: start, latest: start, catchup })).toEqual(atOnce);
    expect(onceTimetable(2).nextRun({ earliest: start, last: atOnce, catchup })).toBeNull();
  }
});

test("there is none without a start date, or with one after the end date", () => {
  expect(onceTimetable(2).nextRun({ catchup: true })).toBeNull();
  expect(onceTimetable(2).nextRun({ earliest: later, latest: start, catchup: true })).toBeNull();
});

test.each([
  ["@once", onceTimetable(2)],
  ["none", noTimetable],
])("%s: a run by hand has no interval of time, and no neighbours", (description, timetable) => {
  expect(timetable.description).toBe(description);
  expect(timetable.manualInterval(later)).toEqual({ start: later, end: later });
  expect(timetable.nextDate({ start, end: later })).toBeNull();
  expect(timetable.previousDate(later)).toBeNull();
});

test("without a schedule there is never a run of its own", () => {
  expect(noTimetable.nextRun({ earliest: start, catchup: true, now: later })).toBeNull();
});

test("in Airflow 3 @once needs no start date: the run is due at once", () => {
  const due = { start: later, end: later, runAfter: later };
  expect(onceTimetable(3).nextRun({ catchup: false, now: later })).toEqual(due);
  expect(onceTimetable(3).nextRun({ last: due, catchup: false, now: later })).toBeNull();
});
