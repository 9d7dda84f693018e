import { describe, expect, test, vi } from "vitest";
import { parseDagOptions } from "./dag-options.ts";
import { CronDataIntervalTimetable, DeltaDataIntervalTimetable } from "./schedule/named.ts";
import type { Schedule } from "./schedule/parse.ts";
import { refusalOf } from "@daglings/words/testing";

const daily = { schedule: "@daily", startDate: "2019-01-01" } as const;

test("what is left out is as in Airflow", () => {
  const settings = parseDagOptions({ startDate: "2019-01-01" });
  expect(settings).toMatchObject({
    description: "",
    schedule: { days: 1 },
    timeZone: "UTC",
    endDate: null,
    catchup: true,
    maxActiveRuns: 16,
    maxActiveTasks: 16,
    dagRunTimeout: null,
    defaultArgs: {},
    params: {},
    onSuccess: null,
    onFailure: null,
  });
  expect(settings.startDate?.toString()).toBe("2019-01-01T00:00:00Z");
  expect(settings.timetable.description).toBe("every P1D");
});

test("given options are used", () => {
  const onSuccess = () => {};
  const onFailure = () => {};
  const given = {
    description: "events",
    catchup: false,
    maxActiveRuns: 1,
    maxActiveTasks: 2,
    params: { region: "eu" },
    defaultArgs: { retries: 2 },
    onSuccess,
    onFailure,
  };
  const settings = parseDagOptions({ ...daily, ...given, endDate: "2019-01-01", dagRunTimeout: "PT1H" });
  expect(settings).toMatchObject({ ...given, schedule: "@daily", dagRunTimeout: 3_600_000 });
  expect(settings.endDate?.toString()).toBe("2019-01-01T00:00:00Z");
});

test("a DAG that only runs by hand needs no start date", () => {
  expect(parseDagOptions({ schedule: null })).toMatchObject({ startDate: null, endDate: null });
});

test("the dates may stand in defaultArgs, and the DAG's own win", () => {
  const defaultArgs = { startDate: "2019-01-01", endDate: "2019-01-05" };
  const settings = parseDagOptions({ schedule: "@daily", defaultArgs, endDate: "2019-01-03" });
  expect(String(settings.startDate)).toBe("2019-01-01T00:00:00Z");
  expect(String(settings.endDate)).toBe("2019-01-03T00:00:00Z");
});

describe("the time zone", () => {
  const amsterdam = "2019-01-01T00:00:00+01:00[Europe/Amsterdam]";

  test.each([
    ["is the start date's", { startDate: amsterdam }, "Europe/Amsterdam"],
    [
      "of a Temporal start date too",
      { startDate: Temporal.ZonedDateTime.from(amsterdam) },
      "Europe/Amsterdam",
    ],
    ["is the one in defaultArgs", { defaultArgs: { startDate: amsterdam } }, "Europe/Amsterdam"],
    ["is the given one before all", { startDate: amsterdam, timeZone: "Asia/Kolkata" }, "Asia/Kolkata"],
    ["is UTC where nothing says another", { startDate: "2019-01-01T00:00+01:00" }, "UTC"],
  ])("%s", (_, options, expected) => {
    expect(parseDagOptions({ schedule: "@daily", ...options }).timeZone).toBe(expected);
  });

  test("is that of dates without one, and of the schedule", () => {
    const options = { schedule: "@daily", startDate: "2019-01-01", endDate: "2019-01-02" } as const;
    const { startDate, endDate, timetable } = parseDagOptions({ ...options, timeZone: "Asia/Kolkata" });
    expect(String(startDate)).toBe("2018-12-31T18:30:00Z");
    expect(String(endDate)).toBe("2019-01-01T18:30:00Z");
    const next = timetable.nextRun({ earliest: startDate, catchup: true });
    expect(String(next?.start)).toBe("2018-12-31T18:30:00Z");
  });
});

describe("Airflow 3", () => {
  test("has no schedule of its own accord, does not catch up, and needs no start date", () => {
    const settings = parseDagOptions({ airflow: 3 });
    expect(settings).toMatchObject({ schedule: null, catchup: false, startDate: null });
    expect(parseDagOptions({ airflow: 3, schedule: "@daily" }).startDate).toBeNull();
  });

  test("reads a schedule as instants, unless the timetable is named", () => {
    const firstEnd = (schedule: Schedule) => {
      const { timetable } = parseDagOptions({ ...daily, schedule, airflow: 3 });
      const due = timetable.nextRun({ earliest: Temporal.Instant.from("2019-01-01T00:00Z"), catchup: true });
      return [String(due?.start), String(due?.end)];
    };
    const [first, second] = ["2019-01-01T00:00:00Z", "2019-01-02T00:00:00Z"];
    expect(firstEnd("@daily")).toEqual([first, first]);
    expect(firstEnd({ days: 1 })).toEqual([first, first]);
    expect(firstEnd(new CronDataIntervalTimetable("@daily"))).toEqual([first, second]);
    expect(firstEnd(new DeltaDataIntervalTimetable({ days: 1 }))).toEqual([first, second]);
  });

  test("is what the environment asks for where the DAG does not say it", () => {
    vi.stubEnv("DAGLINGS_AIRFLOW", "3");
    expect([parseDagOptions({}).airflow, parseDagOptions({ ...daily, airflow: 2 }).airflow]).toEqual([3, 2]);
    vi.stubEnv("DAGLINGS_AIRFLOW", "4");
    expect(refusalOf(() => parseDagOptions({}))).toBe(
      'UsageError: the variable DAGLINGS_AIRFLOW is "4"; it is 2 or 3',
    );
    vi.unstubAllEnvs();
  });
});

describe("refused is", () => {
  test.each([
    ["an unknown option", { shedule: null }, 'option "shedule" is unknown; did you mean "schedule"?'],
    [
      "Python's spelling",
      { ...daily, end_date: 5 },
      'option "end_date" is called "endDate" here; write endDate: …',
    ],
    [
      "an unknown default of its tasks",
      { ...daily, defaultArgs: { retrys: 1 } },
      'defaultArgs: option "retrys" is unknown; did you mean "retries"?',
    ],
    [
      "a default that only one task can have",
      { ...daily, defaultArgs: { taskId: "a" } },
      'defaultArgs: option "taskId" is unknown; known options: retries, retryDelay, retryExponentialBackoff, ' +
        "maxRetryDelay, executionTimeout, triggerRule, dependsOnPast, startDate, endDate, params, inlets, outlets, doXComPush, " +
        "onExecute, onSuccess, onFailure, onRetry, onSkipped",
    ],
    [
      "a schedule without a start date",
      { schedule: "@daily" },
      'startDate is missing; a schedule counts from it: write startDate: "2019-01-01"',
    ],
    [
      "a schedule without a start date that is to catch up, in Airflow 3",
      { schedule: "@daily", airflow: 3, catchup: true },
      'startDate is missing; a schedule counts from it: write startDate: "2019-01-01"',
    ],
    ["an Airflow that there is not", { ...daily, airflow: 1 }, "airflow is 1; it is 2 or 3"],
    [
      "a schedule by its old name",
      { startDate: "2019-01-01", scheduleInterval: "@daily", airflow: 3 },
      'option "scheduleInterval" has a new name, the only one in Airflow 3; write schedule',
    ],
    [
      "the same, as Python writes it",
      { startDate: "2019-01-01", schedule_interval: "@daily" },
      'option "schedule_interval" has a new name, the only one in Airflow 3; write schedule',
    ],
    [
      "a timetable by an option of its own",
      { startDate: "2019-01-01", timetable: "@daily" },
      'option "timetable" has a new name, the only one in Airflow 3; write schedule',
    ],
    [
      "an end date before the start date",
      { ...daily, endDate: "2018-12-31" },
      "endDate 2018-12-31T00:00:00Z is before startDate 2019-01-01T00:00:00Z: there would never be a run; " +
        "write an endDate on or after the startDate, or leave it out",
    ],
    [
      "an unknown time zone",
      { ...daily, timeZone: "Europe/Amsterdm" },
      'timeZone "Europe/Amsterdm" is unknown; did you mean "Europe/Amsterdam"?',
    ],
    [
      "a date that is none",
      { ...daily, endDate: "2019-02-30" },
      'endDate is "2019-02-30", which is not a date; write "2019-01-01", "2019-01-01T05:00Z" or a Temporal object',
    ],
    [
      "a negative duration",
      { ...daily, dagRunTimeout: { minutes: -5 } },
      "dagRunTimeout is -PT5M; it may not be negative; write it without the minus sign",
    ],
    [
      "no room for a run",
      { ...daily, maxActiveRuns: 0 },
      "maxActiveRuns is 0; it must be a whole number, 1 or more",
    ],
    [
      "no room for a task",
      { ...daily, maxActiveTasks: 0 },
      "maxActiveTasks is 0; it must be a whole number, 1 or more",
    ],
    [
      "a callback that is none",
      { ...daily, onSuccess: "mail" },
      'onSuccess is "mail"; it must be a function',
    ],
    ["another callback that is none", { ...daily, onFailure: 5 }, "onFailure is 5; it must be a function"],
    [
      "an unknown preset",
      { ...daily, schedule: "@dayly" },
      'schedule "@dayly" is not a preset; did you mean "@daily"? ' +
        "(presets: @once, @hourly, @daily, @weekly, @monthly, @quarterly, @yearly)",
    ],
  ])("%s", (_, options, message) => {
    expect(refusalOf(() => parseDagOptions(options as never))).toBe(`UsageError: ${message}`);
  });
});
