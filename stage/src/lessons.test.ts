// What each lesson must leave, worked out from the events themselves: with no timetable, template or arquero.

import { execPath } from "node:process";
import { eventsBetween, type UserEvent } from "@daglings/events-api";
import { describe, expect, test } from "vitest";
import { call, callLesson, tryLesson } from "./testing.ts";

const switchedOn = Temporal.Instant.from("2019-01-04T05:00Z");
const seeds = [0, 5];

interface Expected {
  /** For each data interval, its start and its end. */
  readonly intervals: readonly (readonly [start: string, end: string])[];
  readonly requests: readonly string[];
  /** By path. */
  readonly files: (seed: number) => Readonly<Record<string, string>>;
  /** How many tries each task needs. */
  readonly tries: Readonly<Record<string, number>>;
  /** The days that are mailed. */
  readonly mails?: readonly string[];
}

const daily = [1, 2, 3, 4, 5].map((day) => [dayOf(day), dayOf(day + 1)] as const);
const everyThreeDays = [
  [dayOf(1), dayOf(4)],
  [dayOf(4), dayOf(7)],
] as const;
const twoTasks = { fetch_events: 1, calculate_stats: 1 };

const allDays = (runs: number) => Array.from({ length: runs }, () => "/events");
const ownDays = (intervals: Expected["intervals"]) =>
  intervals.map(([start, end]) => `/events?start_date=${start}&end_date=${end}`);

const fixedFiles = (start: string, end: string) => (seed: number) => ({
  "data/events.json": eventsText(start, end, seed),
  "data/stats.csv": statsText(start, end, seed),
});
const datedFiles = (intervals: Expected["intervals"]) => (seed: number) =>
  Object.fromEntries(
    intervals.flatMap(([start, end]) => [
      [`data/events/${start}.json`, eventsText(start, end, seed)],
      [`data/stats/${start}.csv`, statsText(start, end, seed)],
    ]),
  );

const everything = fixedFiles("2019-01-01", "2019-01-11");
const fiveFiles = { intervals: daily, requests: ownDays(daily), files: datedFiles(daily), tries: twoTasks };
const fiveMails = daily.map(([start]) => start);

const expected: Readonly<Record<string, Expected>> = {
  "02": { intervals: daily, requests: allDays(5), files: everything, tries: twoTasks },
  "03": { intervals: daily, requests: allDays(5), files: everything, tries: twoTasks },
  "04": { intervals: everyThreeDays, requests: allDays(2), files: everything, tries: twoTasks },
  "05": {
    intervals: daily,
    requests: ownDays(daily.map(() => ["2019-01-01", "2019-01-02"])),
    files: fixedFiles("2019-01-01", "2019-01-02"),
    tries: twoTasks,
  },
  "06": {
    intervals: daily,
    requests: ownDays(daily),
    files: fixedFiles("2019-01-05", "2019-01-06"),
    tries: twoTasks,
  },
  "07": {
    intervals: everyThreeDays,
    requests: ownDays(everyThreeDays),
    files: fixedFiles("2019-01-04", "2019-01-07"),
    tries: twoTasks,
  },
  "08": fiveFiles,
  "09": {
    intervals: daily.slice(2),
    requests: ownDays(daily.slice(2)),
    files: datedFiles(daily.slice(2)),
    tries: twoTasks,
  },
  "10": { ...fiveFiles, tries: { fetch_events: 1, calculate_stats: 2 }, mails: fiveMails },
  "11": { ...fiveFiles, tries: { fetch_events: 1, calculate_stats: 1, send_stats: 2 }, mails: fiveMails },
};

describe.each(seeds)("with seed %i", (seed) => {
  test.each(Object.entries(expected))("lesson %s leaves what it should", async (lesson, wanted) => {
    const { run, left } = await tryLesson({ lesson, seed });

    expect(run.dags.map(({ runs }) => runs)).toEqual([runsOf(wanted)]);
    expect(run.requests).toEqual(wanted.requests.map((path) => ({ method: "GET", path, status: 200 })));
    const files = wanted.files(seed);
    expect(run.files.map(({ path }) => path)).toEqual(Object.keys(files).toSorted());
    expect(left).toMatchObject(files);

    const mails = (wanted.mails ?? []).map((day) => ({ to: "user@example.com", subject: `Stats of ${day}` }));
    expect(run.mails).toEqual(mails);
    for (const day of wanted.mails ?? []) {
      const [header, ...rows] = statsText(day, dayAfter(day), seed).trimEnd().split("\n");
      const mail = left[`mailbox/stats-of-${day}.eml`];
      for (const row of [header, ...rows]) expect(mail).toMatch(asLine(row ?? ""));
      for (const row of rows) expect(mail).toContain(`<td>${row.replaceAll(",", "</td><td>")}</td>`);
    }
  });

  test("lesson 01 leaves one run by hand, and all ten days", async () => {
    const { run, left } = await tryLesson({ lesson: "01", seed });
    const at = switchedOn.toString();
    expect(run.dags.map(({ runs }) => runs)).toEqual([
      [
        {
          runId: "manual__2019-01-04T05:00:00+00:00",
          runType: "manual",
          logicalDate: at,
          dataIntervalStart: at,
          dataIntervalEnd: at,
          createdAt: at,
          state: "success",
          tasks: tasksOf(twoTasks),
        },
      ],
    ]);
    expect(left).toMatchObject(everything(seed));
  });

  test("lesson 00 leaves the same files as lesson 01", async () => {
    const { run, left, script } = await tryLesson({ lesson: "00", seed });
    expect(script).toEqual({ exitCode: 0, output: "" });
    expect(run.files.map(({ path }) => path)).toEqual(["data/events.json", "data/stats.csv"]);
    expect(left).toMatchObject(everything(seed));
  });
});

function runsOf({ intervals, tries }: Expected): unknown[] {
  return intervals.map(([startDay, endDay]) => {
    const [start, end] = [midnight(startDay), midnight(endDay)];
    return {
      runId: `scheduled__${startDay}T00:00:00+00:00`,
      runType: "scheduled",
      logicalDate: start.toString(),
      dataIntervalStart: start.toString(),
      dataIntervalEnd: end.toString(),
      createdAt: (Temporal.Instant.compare(end, switchedOn) < 0 ? switchedOn : end).toString(),
      state: "success",
      ...(Object.values(tries).some((tryNumber) => tryNumber > 1) && { recovered: true }),
      tasks: tasksOf(tries),
    };
  });
}

function tasksOf(tries: Expected["tries"]): unknown[] {
  return Object.entries(tries).map(([taskId, tryNumber]) => ({ taskId, state: "success", tryNumber }));
}

function eventsOf(start: string, end: string, seed: number): UserEvent[] {
  return eventsBetween(Temporal.PlainDate.from(start), Temporal.PlainDate.from(end), seed);
}

function eventsText(start: string, end: string, seed: number): string {
  return JSON.stringify(eventsOf(start, end, seed));
}

function statsText(start: string, end: string, seed: number): string {
  const counts = new Map<string, number>();
  for (const { date, user } of eventsOf(start, end, seed)) {
    counts.set(`${date},${user}`, (counts.get(`${date},${user}`) ?? 0) + 1);
  }
  const rows = [...counts].map(([key, count]) => `${key},${count}\n`).toSorted();
  return `date,user,0\n${rows.join("")}`;
}

/** In the mail's plain text the columns are aligned. */
function asLine(row: string): RegExp {
  return new RegExp(`^${row.replaceAll(",", " +")}\\r?$`, "m");
}

function dayOf(day: number): string {
  return `2019-01-0${day}`;
}

function dayAfter(day: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString();
}

function midnight(day: string): Temporal.Instant {
  return Temporal.Instant.from(`${day}T00:00Z`);
}

describe("the machine's time zone changes nothing", () => {
  const zones = ["UTC", "America/New_York", "Asia/Kolkata"];

  test("and it is one that the process really has", async () => {
    const print = ["-p", "Intl.DateTimeFormat().resolvedOptions().timeZone.replace('Calcutta', 'Kolkata')"];
    const answers = await Promise.all(
      zones.map((zone) => call(execPath, print, { variables: { TZ: zone } })),
    );
    expect(answers.map(({ stdout }) => stdout.trim())).toEqual(zones);
  });

  test.each(["00", "01", "07", "08", "11"])("in lesson %s", async (lesson) => {
    const answers = await Promise.all(zones.map((zone) => callLesson([lesson, "--json"], { TZ: zone })));
    const [inUtc = "", ...others] = answers.map(({ stdout }) => stdout);
    expect(JSON.parse(inUtc)).toMatchObject({ schema: "daglings/lesson-run/v1" });
    for (const other of others) expect(other).toBe(inUtc);
  });
});
