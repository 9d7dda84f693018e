// What schedules answer, golden.test.ts holds against Airflow. Here: how they are written, and what is refused.

import { describe, expect, test } from "vitest";
import { refusalOf } from "@daglings/words/testing";
import { parseSchedule, type Schedule } from "./parse.ts";

describe("a schedule", () => {
  test.each([
    [null, "none"],
    ["@once", "@once"],
    ["@hourly", "@hourly"],
    ["@daily", "@daily"],
    ["@weekly", "@weekly"],
    ["@monthly", "@monthly"],
    ["@quarterly", "@quarterly"],
    ["@yearly", "@yearly"],
    ["@midnight", "@midnight"],
    ["@annually", "@annually"],
    ["@Daily", "@Daily"], // croniter does not mind capitals
    ["0 6 * * MON", "0 6 * * MON"],
    ["P3D", "every P3D"],
    ["pt90m", "every PT90M"],
    [{ days: 3 }, "every P3D"],
    [{ months: 1 }, "every P1M"],
    [Temporal.Duration.from({ hours: 6 }), "every PT6H"],
  ])("may be %j: %s", (schedule, description) => {
    expect(parseSchedule(schedule).description).toBe(description);
  });

  test.each([
    ["@hourly", "2019-01-01T01:00:00Z"],
    ["@daily", "2019-01-02T00:00:00Z"],
    ["@weekly", "2019-01-13T00:00:00Z"], // a Sunday
    ["@monthly", "2019-02-01T00:00:00Z"],
    ["@quarterly", "2019-04-01T00:00:00Z"],
    ["@yearly", "2020-01-01T00:00:00Z"],
    ["@midnight", "2019-01-02T00:00:00Z"],
    ["@annually", "2020-01-01T00:00:00Z"],
  ])("of %s from 2019-01-01 first runs at %s", (schedule, runAfter) => {
    const earliest = Temporal.Instant.from("2019-01-01T00:00Z");
    expect(String(parseSchedule(schedule).nextRun({ earliest, catchup: true })?.runAfter)).toBe(runAfter);
  });

  test("is of UTC unless a time zone is named", () => {
    const earliest = Temporal.Instant.from("2019-01-01T00:00Z");
    const start = (options?: { timeZone: string }) =>
      String(parseSchedule("0 0 * * *", options).nextRun({ earliest, catchup: true })?.start);
    expect(start()).toBe("2019-01-01T00:00:00Z");
    expect(start({ timeZone: "Asia/Kolkata" })).toBe("2019-01-01T18:30:00Z");
  });
});

describe("refused is", () => {
  const presets = "(presets: @once, @hourly, @daily, @weekly, @monthly, @quarterly, @yearly)";
  const example = 'write { minutes: 5 }, "PT5M" or a Temporal.Duration';

  test.each([
    ["@dayly", `schedule "@dayly" is not a preset; did you mean "@daily"? ${presets}`],
    ["@Quarterly", `schedule "@Quarterly" is not a preset; did you mean "@quarterly"? ${presets}`],
    ["@continuous", `schedule "@continuous" is not a preset ${presets}`],
    [
      "null",
      'schedule is the text "null"; for a DAG that runs only when it is triggered, write null without quotes',
    ],
    [
      "None",
      'schedule is the text "None"; for a DAG that runs only when it is triggered, write null without quotes',
    ],
    ["P1X", `schedule is "P1X", which is not a duration; ${example}`],
    [{ day: 1 }, `schedule is {"day":1}, which is not a duration; ${example}`],
    [{ days: 1, hour: 2 }, 'schedule: option "hour" is unknown; did you mean "hours"?'],
    [86_400, `schedule is 86400, which is not a duration; ${example}`],
    [undefined, `schedule is undefined, which is not a duration; ${example}`],
    ["-P1D", 'schedule interval must be positive, not -P1D; write "P1D" or { days: 1 }'],
    [{ hours: -3 }, 'schedule interval must be positive, not -PT3H; write "P1D" or { days: 1 }'],
    ["PT0S", 'schedule interval must be positive, not PT0S; write "P1D" or { days: 1 }'],
    [{ months: 0 }, 'schedule interval must be positive, not PT0S; write "P1D" or { days: 1 }'],
    ["P610901Y", "schedule is P610901Y, more than 1,000 years; write a shorter one"],
    [{ days: 1e9 }, "schedule is P1000000000D, more than 1,000 years; write a shorter one"],
    ["PT0.0005S", "schedule is PT0.0005S; write it in milliseconds or more"],
  ])("%j", (schedule, message) => {
    expect(refusalOf(() => parseSchedule(schedule as Schedule))).toBe(`UsageError: ${message}`);
  });

  test.each([null, "@once", "@daily", "P1D"])(
    "an unknown time zone, also for %j, which needs none",
    (schedule) => {
      expect(refusalOf(() => parseSchedule(schedule, { timeZone: "Europe/Amsterdm" }))).toBe(
        'UsageError: timeZone "Europe/Amsterdm" is unknown; did you mean "Europe/Amsterdam"?',
      );
    },
  );
});
