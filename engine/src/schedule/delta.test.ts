// What durations answer, golden.test.ts holds against Airflow, but for months and years, where Airflow drifts.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deltaTimetable } from "./delta.ts";
import type { DueRun } from "./timetable.ts";

const every = (duration: Temporal.DurationLike) => deltaTimetable(Temporal.Duration.from(duration), 2);
const instant = (text: string) => Temporal.Instant.from(text);
const starts = (runs: readonly (DueRun | null)[]) =>
  runs.map((run) => run && run.start.toString().slice(0, 10));

describe("a schedule of months", () => {
  test("follows the calendar", () => {
    const timetable = every({ months: 1 });
    const question = { earliest: instant("2019-01-15T00:00Z"), catchup: true };
    const first = timetable.nextRun(question);
    const second = timetable.nextRun({ ...question, last: first });
    expect(starts([first, second])).toEqual(["2019-01-15", "2019-02-15"]);
    expect(String(second?.end)).toBe("2019-03-15T00:00:00Z");
    expect(String(timetable.previousDate(instant("2019-03-15T00:00Z")))).toBe("2019-02-15T00:00:00Z");
  });

  test.each([
    ["2019-04-14T23:59:59Z", "2019-02-15"],
    ["2019-04-15T00:00Z", "2019-03-15"], // exactly on a boundary: the interval that ends now
    ["2019-01-16T00:00Z", "2019-01-15"], // none is over yet
    ["2018-06-01T00:00Z", "2019-01-15"],
  ])(
    "without catch-up, at %s, goes on with the interval of %s, on the start date's own grid",
    (now, start) => {
      const run = every({ months: 1 }).nextRun({
        earliest: instant("2019-01-15T00:00Z"),
        catchup: false,
        now: instant(now),
      });
      expect(starts([run])).toEqual([start]);
    },
  );

  test("without a start date, which only Airflow 3 allows, is counted from now", () => {
    const run = every({ years: 1 }).nextRun({ catchup: false, now: instant("2019-06-01T00:00Z") });
    expect(starts([run])).toEqual(["2018-06-01"]);
  });

  test("ends a run by hand at the moment of its trigger", () => {
    const { start, end } = every({ months: 1 }).manualInterval(instant("2019-03-31T05:00Z"));
    expect([String(start), String(end)]).toEqual(["2019-02-28T05:00:00Z", "2019-03-31T05:00:00Z"]);
  });
});

test("without catch-up any other schedule goes on on the grid of 1970", () => {
  const question = { earliest: instant("2019-01-01T00:00Z"), catchup: false };
  const at = (now: string) => starts([every({ days: 3 }).nextRun({ ...question, now: instant(now) })]);
  expect(at("2019-01-11T05:00Z")).toEqual(["2019-01-08"]);
  expect(at("2019-01-10T23:00Z")).toEqual(["2019-01-05"]);
});

test("to ask without catch-up what comes next, one must say what time it is", () => {
  expect(() => every({ days: 1 }).nextRun({ catchup: false })).toThrow(
    /needs to know what time it is: pass `now`/,
  );
});

test("every interval starts where the one before it has ended", () => {
  const length = fc.record({
    days: fc.nat(40),
    hours: fc.nat(30),
    milliseconds: fc.integer({ min: 1, max: 999 }),
  });
  fc.assert(
    fc.property(length, fc.integer({ min: 0, max: 1_600_000_000_000 }), (duration, epoch) => {
      const timetable = every(duration);
      const earliest = Temporal.Instant.fromEpochMilliseconds(epoch);
      const first = timetable.nextRun({ earliest, catchup: true });
      const second = timetable.nextRun({ last: first, earliest, catchup: true });
      expect(String(first?.start)).toBe(String(earliest));
      expect(String(second?.start)).toBe(String(first?.end));
      expect(first && String(timetable.previousDate(first.end))).toBe(String(earliest));
      expect(first && String(timetable.nextDate(first))).toBe(String(first?.end));
    }),
  );
});
