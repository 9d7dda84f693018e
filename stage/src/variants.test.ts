// Each variant really shows its trap: what its `seen` names, and what the README says of it.

import { describe, expect, test, vi } from "vitest";
import { listLessons, readLesson } from "./catalogue.ts";
import type { RunFacts } from "./lesson-run.ts";
import { isLeft, pathsIn, readReadme } from "./readme-testing.ts";
import { tryLesson, type TriedLesson } from "./testing.ts";

vi.setConfig({ testTimeout: 60_000 }); // each starts servers and processes

type Trap = (tried: TriedLesson) => void;

const header = "date,user,0\n";
const errorPage = /^\{"error":/;
const firstLog = (dagId: string, taskId: string) =>
  `logs/${dagId}/scheduled__2019-01-01T00-00-00+00-00/${taskId}/1.log`;

/** What a run of Airflow 3 asks for: from its day to the same day. */
const rangesOfNoLength = days(1, 5).map((day) => `/events?start_date=${day}&end_date=${day}`);

const traps: Readonly<Record<string, Trap>> = {
  "00 crash-halfway": ({ run, script }) => {
    expect(run.files.map(({ path }) => path)).toEqual(["data/events.json"]);
    expect(script?.exitCode).not.toBe(0);
  },
  "00 no-status-check": ({ left, script }) => {
    expect(left["data/events.json"]).toMatch(errorPage);
    expect(script?.exitCode).toBe(1);
    expect(script?.output).toMatch(/at calculateStats/);
  },
  "01 no-fail-flag": ({ run, left }) => {
    expect(runsOf(run)).toEqual(["2019-01-04 failed: success, failed"]);
    expect(left["data/events.json"]).toMatch(errorPage);
  },
  "01 mkdir-without-p": ({ run, left }) => {
    expect(runsOf(run)).toEqual([
      "2019-01-04 success: success, success",
      "2019-01-04 failed: failed, upstream_failed",
    ]);
    expect(left["logs/mkdir-without-p/manual__2019-01-04T06-00-00+00-00/fetch_events/1.log"]).toMatch(
      /File exists/,
    );
  },
  "02 late-by-a-day": ({ run }) => {
    expect(runsOf(run)).toHaveLength(4);
    expect(firstRun(run)).toMatchObject({
      logicalDate: "2019-01-02T00:00:00Z",
      createdAt: "2019-01-03T00:00:00Z",
    });
  },
  "02 dynamic-start-date": nothingRan,
  "02 trigger-after-the-end": ({ run }) => {
    expect(runsOf(run)).toHaveLength(6);
    expect(run.dags[0]?.runs.at(-1)).toMatchObject({
      runId: "manual__2019-01-06T12:00:00+00:00",
      state: "success",
      tasks: [],
    });
  },
  "03 half-renamed": ({ run, attempts }) => {
    expect(runsOf(run)).toEqual(days(1, 5).map((day) => `${day} failed: success, failed`));
    const errors = attempts.flatMap(({ error }) => error ?? []);
    expect(errors).toHaveLength(5);
    for (const error of errors) expect(error).toMatch(/^op is not defined/);
  },
  "03 end-date-exclusive": ({ run }) => {
    expect(runsOf(run).map((text) => text.slice(0, 10))).toEqual(days(1, 6));
  },
  "04 cron-every-3-days": ({ run }) => {
    const found = run.dags[0]?.runs.find(({ logicalDate }) => logicalDate.startsWith("2019-01-31"));
    expect(found).toMatchObject({ dataIntervalEnd: "2019-02-01T00:00:00Z", state: "success" });
  },
  "04 start-date-moved": ({ run }) => {
    expect(runsOf(run)).toEqual(["2019-01-02 success: success, success"]);
    expect(firstRun(run)?.dataIntervalEnd).toBe("2019-01-05T00:00:00Z");
  },
  "05 same-day-range": allGreenAndEmpty,
  "05 swapped-dates": ({ run }) => {
    expect(runsOf(run)).toEqual(days(1, 5).map((day) => `${day} failed: failed, upstream_failed`));
    expect(run.requests.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
    expect(run.files).toEqual([]);
  },
  "06 unquoted-url": ({ run, left }) => {
    expect(run.requests.map(({ path }) => path)).toEqual(
      days(1, 5).map((day) => `/events?start_date=${day}`),
    );
    expect(runsOf(run)).toEqual(days(1, 5).map((day) => `${day} success: success, success`));
    expect(daysIn(left["data/stats.csv"])).toEqual(days(5, 10));
  },
  "06 end-inclusive": (tried) => {
    allGreenAndEmpty(tried);
    expect(tried.run.requests.map(({ path }) => path)).toEqual(
      days(1, 5).map((day) => `/events?start_date=${day}&end_date=${day}`),
    );
  },
  "06 airflow-3": (tried) => {
    allGreenAndEmpty(tried);
    expect(tried.run.requests.map(({ path }) => path)).toEqual(rangesOfNoLength);
  },
  "06 wrong-variable": ({ run, left }) => {
    expect(run.requests[0]?.path).toBe("/events?start_date=2018-12-31&end_date=2019-01-01");
    expect(daysIn(left["data/stats.csv"])).toEqual(days(4, 4));
  },
  "07 manual-trigger": ({ run, left }) => {
    expect(run.requests.at(-1)?.path).toBe("/events?start_date=2019-01-02&end_date=2019-01-02");
    expect(left).toMatchObject({ "data/events.json": "[]", "data/stats.csv": header });
  },
  "07 tomorrow-ds": ({ run, left }) => {
    expect(run.requests.map(({ path }) => path)).toEqual([
      "/events?start_date=2019-01-01&end_date=2019-01-02",
      "/events?start_date=2019-01-04&end_date=2019-01-05",
    ]);
    expect(daysIn(left["data/stats.csv"])).toEqual(days(4, 4));
  },
  "07 unknown-variable": ({ run, attempts }) => {
    expect(runsOf(run)).toEqual(
      ["2019-01-01", "2019-01-04"].map((day) => `${day} failed: failed, upstream_failed`),
    );
    for (const { error } of attempts) expect(error).toMatch(/did you mean "next_ds"\?$/);
    expect(run.requests).toEqual([]);
  },
  "08 fixed-output": ({ run, left }) => {
    expect(run.files.map(({ path }) => path)).toEqual([
      ...days(1, 5).map((day) => `data/events/${day}.json`),
      "data/stats.csv",
    ]);
    expect(daysIn(left["data/stats.csv"])).toEqual(days(5, 5));
  },
  "08 fixed-input": ({ left }) => {
    const [first, second, third] = days(1, 3).map((day) => left[`data/stats/${day}.csv`]);
    expect(daysIn(first)).toHaveLength(1);
    expect([second, third]).toEqual([first, first]);
  },
  "08 jinja-in-callable": ({ run }) => {
    const stats = run.files.filter(({ path }) => path.startsWith("data/stats/"));
    expect(stats.map(({ path }) => path)).toEqual(["data/stats/{{ds}}.csv"]);
  },
  "08 mkdir-without-parents": ({ run, left }) => {
    expect(runsOf(run)).toEqual(days(1, 5).map((day) => `${day} failed: failed, upstream_failed`));
    expect(left[firstLog("mkdir-without-parents", "fetch_events")]).toMatch(/No such file or directory/);
    expect(run.files).toEqual([]);
  },
  "08 airflow-3": ({ run, left }) => {
    expect(runsOf(run)).toEqual(days(1, 5).map((day) => `${day} success: success, success`));
    expect(run.requests.map(({ path }) => path)).toEqual(rangesOfNoLength);
    for (const day of days(1, 5)) {
      expect(left).toMatchObject({ [`data/events/${day}.json`]: "[]", [`data/stats/${day}.csv`]: header });
    }
  },
  "09 end-date-in-past": nothingRan,
  "09 start-mid-interval": ({ run }) => {
    expect(runsOf(run)).toEqual(["2019-01-05 success: success, success"]);
    expect(firstRun(run)?.createdAt).toBe("2019-01-06T00:00:00Z");
  },
  "10 mail-before-save": ({ run, left }) => {
    expect(runsOf(run)).toEqual(days(1, 3).map((day) => `${day} running: success, up_for_retry`));
    expect(isLeft(left, "data/stats")).toBe(false);
  },
  "10 two-recipients": ({ run }) => {
    const to = (address: string) => run.mails.filter((mail) => mail.to === address).length;
    expect([to("user@example.com"), to("boss@example.com")]).toEqual([10, 5]);
    expect(run.dags[0]?.runs.map(({ tasks }) => tasks[1]?.tryNumber)).toEqual([3, 3, 3, 3, 3]);
  },
  "11 all-done-leaf": ({ run }) => {
    expect(runsOf(run)).toEqual([
      ...days(1, 3).map((day) => `${day} success: failed, upstream_failed, upstream_failed, success`),
      ...days(4, 5).map((day) => `${day} success: success, success, success, success`),
    ]);
    expect(run.mails).toHaveLength(2);
  },
  "11 clear-only-failed": ({ run }) => {
    expect(runsOf(run)[0]).toBe("2019-01-01 failed: success, upstream_failed, upstream_failed");
    expect(firstRun(run)?.tasks[0]?.tryNumber).toBe(3);
  },
  "11 depends-on-past": ({ run }) => {
    expect(runsOf(run)).toEqual([
      "2019-01-01 failed: failed, upstream_failed, upstream_failed",
      ...days(2, 5).map((day) => `${day} running: none, none, none`),
    ]);
    expect(run.files).toEqual([]);
  },
  "11 chain-forgotten": ({ run, left }) => {
    const sending = run.dags[0]?.runs.map(({ tasks }) => tasks.find(({ taskId }) => taskId === "send_stats"));
    expect(sending?.map((task) => task?.state)).toEqual(Array.from({ length: 5 }, () => "failed"));
    expect(left[firstLog("chain-forgotten", "send_stats")]).toMatch(/no such file/);
    expect(run.files).toHaveLength(10);
    expect(run.mails).toEqual([]);
  },
};

function nothingRan({ run }: TriedLesson): void {
  expect(run.dags.map(({ runs }) => runs)).toEqual([[]]);
  expect(run.requests).toEqual([]);
  expect(run.files).toEqual([]);
}

function allGreenAndEmpty({ run, left }: TriedLesson): void {
  expect(runsOf(run)).toEqual(days(1, 5).map((day) => `${day} success: success, success`));
  expect(left).toMatchObject({ "data/events.json": "[]", "data/stats.csv": header });
}

/** "2019-01-01 failed: success, failed": the day, the run's state, and those of its tasks. */
function runsOf({ dags }: TriedLesson["run"]): string[] {
  const runs = dags.flatMap((dag) => dag.runs);
  return runs.map(({ logicalDate, state, tasks }) => {
    return `${logicalDate.slice(0, 10)} ${state}: ${tasks.map((task) => task.state).join(", ")}`;
  });
}

function firstRun({ dags }: TriedLesson["run"]): RunFacts | undefined {
  return dags[0]?.runs[0];
}

function daysIn(csv = ""): string[] {
  const rows = csv.trimEnd().split("\n").slice(1);
  return [...new Set(rows.map((row) => row.slice(0, 10)))];
}

/** Days of January 2019, both included. */
function days(first: number, last: number): string[] {
  const all = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return all.map((day) => `2019-01-${String(day).padStart(2, "0")}`);
}

const lessons = listLessons().filter(({ number }) => number <= "11");

test("every variant has a trap to show", async () => {
  const names = await Promise.all(
    lessons.map(async (entry) =>
      Object.keys((await readLesson(entry)).variants).map((name) => `${entry.number} ${name}`),
    ),
  );
  expect(Object.keys(traps).toSorted()).toEqual(names.flat().toSorted());
});

describe("the trap shows in a run", () => {
  test.each(Object.entries(traps))("%s", async (name, trap) => {
    const [lesson = "", variant = ""] = name.split(" ");
    const tried = await tryLesson({ lesson, variant });
    trap(tried);

    const told = readReadme(tried.entry).variants.get(variant) ?? "";
    expect(told).not.toBe("");
    for (const { path, isThere } of pathsIn(told)) {
      expect({ path, isThere: isLeft(tried.left, path) }).toEqual({ path, isThere });
    }
  });
});
