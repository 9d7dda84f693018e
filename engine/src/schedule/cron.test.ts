// What cron expressions answer, golden.test.ts holds against Airflow.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { refusalOf } from "@daglings/words/testing";
import { cronSteps, cronTimetable } from "./cron.ts";

const form =
  'a cron expression is "minute hour day-of-month month day-of-week", such as "0 6 * * MON", ' +
  "and seconds as a sixth field";

describe("a cron expression is refused, with the field that is wrong", () => {
  test.each([
    ["61 * * * *", 'its minute is "61", which is not a value, list, range or step of 0-59'],
    ["* 24 * * *", 'its hour is "24", which is not a value, list, range or step of 0-23'],
    ["* * 0 * *", 'its day-of-month is "0", which is not a value, list, range or step of 1-31'],
    ["* * * 13 *", 'its month is "13", which is not a value, list, range or step of 1-12 or JAN-DEC'],
    [
      "* * * * MOON",
      'its day-of-week is "MOON", which is not a value, list, range or step of 0-7 or SUN-SAT',
    ],
    ["* * * * * 60", 'its second is "60", which is not a value, list, range or step of 0-59'],
    ["5-61 * * * *", 'its minute is "5-61", which is not a value, list, range or step of 0-59'],
    ["5-5/0 * * * *", 'its minute is "5-5/0", which is not a value, list, range or step of 0-59'],
    ["? * * * *", 'its minute is "?", which is not a value, list, range or step of 0-59'],
    ["* ? * * *", 'its hour is "?", which is not a value, list, range or step of 0-23'],
    ["* * * ? *", 'its month is "?", which is not a value, list, range or step of 1-12 or JAN-DEC'],
    ["* * 15W * *", 'its day-of-month is "15W", which is not a value, list, range or step of 1-31'],
    ["* * * * 5L", 'its day-of-week is "5L", which is not a value, list, range or step of 0-7 or SUN-SAT'],
    [
      "* * * * MON#6",
      'its day-of-week is "MON#6", which is not a value, list, range or step of 0-7 or SUN-SAT',
    ],
    ["* * * * MON#1,TUE", 'its day-of-week "MON#1,TUE" mixes one such as MON#1 or L5 with plain ones'],
    ["r * * * *", 'its minute is "r", which is not a value, list, range or step of 0-59'],
    ["* * * * 7 0", 'its day-of-week is "7", which is not a value, list, range or step of 0-6 or SUN-SAT'],
    ["*/0 * * * *", 'its minute is "*/0", which is not a value, list, range or step of 0-59'],
    ["0 6 * * 8 0", 'its day-of-week is "8", which is not a value, list, range or step of 0-6 or SUN-SAT'],
    ["0 a b * *", 'its hour is "a", which is not a value, list, range or step of 0-23'],
    ["daily", "it has 1 field, not 5 or 6"],
    ["", "it has 1 field, not 5 or 6"],
    ["* * * *", "it has 4 fields, not 5 or 6"],
    ["0 0 1 1 * 0 2019", "it has 7 fields, not 5 or 6"],
  ])("%s", (expression, why) => {
    expect(refusalOf(() => cronSteps(expression, "UTC"))).toBe(
      `UsageError: schedule "${expression}" is not acceptable: ${why}; ${form}`,
    );
  });
});

test("a day that there never is, is refused", () => {
  expect(refusalOf(() => cronSteps("0 0 30 2 *", "UTC"))).toBe(
    'UsageError: schedule "0 0 30 2 *" is not acceptable: it never fires; name a day that there is',
  );
});

describe("a cron expression", () => {
  const timetableOf = (expression: string, timeZone = "UTC") => cronTimetable(expression, timeZone, 2);
  const first = (expression: string) => {
    const earliest = Temporal.Instant.from("2019-01-01T00:00Z");
    const run = timetableOf(expression).nextRun({ earliest, catchup: true });
    return [run?.start, run?.end].map(String);
  };

  test.each([
    ["  0   6 * * *  ", "2019-01-01T06:00:00Z", "2019-01-02T06:00:00Z"],
    ["0 6 * * * 30", "2019-01-01T06:00:30Z", "2019-01-02T06:00:30Z"], // the sixth field is the seconds
    ["0 0 * feb-mar mon#1", "2019-02-04T00:00:00Z", "2019-03-04T00:00:00Z"],
    ["0 0 1,15 * *", "2019-01-01T00:00:00Z", "2019-01-15T00:00:00Z"],
    ["0 0 13 * FRI", "2019-01-04T00:00:00Z", "2019-01-11T00:00:00Z"], // the 13th or a Friday
    ["0 0 29 2 *", "2020-02-29T00:00:00Z", "2024-02-29T00:00:00Z"],
    ["0 0 29 2 MON#5", "2044-02-29T00:00:00Z", "2072-02-29T00:00:00Z"],
    ["0 0 * * L5", "2019-01-25T00:00:00Z", "2019-02-22T00:00:00Z"],
    ["0 0 1 * MON#1", "2019-01-07T00:00:00Z", "2019-02-04T00:00:00Z"], // the 1st or a Monday, and the first of them
    ["0 0 L 2 *", "2019-02-28T00:00:00Z", "2020-02-29T00:00:00Z"],
    ["0 0 * * FRI-MON", "2019-01-04T00:00:00Z", "2019-01-05T00:00:00Z"],
    ["0 22-2 * * *", "2019-01-01T00:00:00Z", "2019-01-01T01:00:00Z"],
    ["59/5 * * * *", "2019-01-01T00:00:00Z", "2019-01-01T00:05:00Z"], // as croniter has it
  ])("%s starts its first interval at %s and ends it at %s", (expression, start, end) => {
    expect(first(expression)).toEqual([start, end]);
  });

  test("is shown as it was written", () => {
    expect(timetableOf("0 6 * * MON").description).toBe("0 6 * * MON");
  });

  test.each([
    ["31 * 16 4 0", "Australia/Lord_Howe", "2019-01-07T00:00Z", "2018-04-29T12:31:00Z"],
    ["31 * 16 4 0", "Australia/Lord_Howe", "2019-04-07T00:00Z", "2019-04-06T23:01:00Z"],
    ["31 * 16 4 0", "Australia/Lord_Howe", "2019-10-07T00:00Z", "2019-04-28T12:31:00Z"],
    ["14,13 2 * * 0", "Europe/Amsterdam", "2019-03-31T01:00Z", "2019-03-31T01:14:00Z"],
    ["14,13 2 * * 0", "Europe/Amsterdam", "2019-10-27T01:14Z", "2019-10-27T01:14:00Z"],
    ["14,13 2 * * 0", "Europe/Amsterdam", "2019-11-01T00:00Z", "2019-10-27T01:14:00Z"],
  ])("%s in %s finds Airflow's way where clocks change: the interval before %s ends at %s", (...row) => {
    const [expression, timeZone, at, end] = row;
    const interval = timetableOf(expression, timeZone).manualInterval(Temporal.Instant.from(at));
    expect(String(interval.end)).toBe(end);
  });

  test("leaves neither a gap nor an overlap between two intervals, even where clocks change", () => {
    const expressions = fc.constantFrom(
      "*/20 * * * *",
      "30 * * * *",
      "30 2 * * *",
      "0 0 * * MON",
      "15 1,3 * * *",
    );
    const zones = fc.constantFrom("UTC", "Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe");
    const days = fc.integer({ min: 0, max: 364 });
    fc.assert(
      fc.property(expressions, zones, days, (expression, timeZone, day) => {
        const timetable = timetableOf(expression, timeZone);
        const earliest = Temporal.Instant.from("2019-01-01T00:00Z").add({ hours: 24 * day });
        let run = timetable.nextRun({ earliest, catchup: true });
        for (let count = 0; run && count < 20; count++) {
          expect(Temporal.Instant.compare(run.start, run.end)).toBe(-1);
          const next = timetable.nextRun({ last: run, earliest, catchup: true });
          expect(String(next?.start)).toBe(String(run.end));
          run = next;
        }
        expect(run).not.toBeNull();
      }),
    );
  });
});
