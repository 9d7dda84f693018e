import { describe, expect, test } from "vitest";
import type { Comparison, Observation, ObservedDag, ObservedEvent, ObservedRun } from "./check.ts";
import {
  compareEvents,
  compareIntervals,
  compareNever,
  compareOrder,
  comparePause,
  compareQueries,
  compareSchedule,
  compareStarts,
  compareStats,
  compareStatsWith,
  compareSuccess,
  compareTrees,
  januaryIntervals,
  linesOfMail,
  queryOf,
  statsOf,
} from "./comparisons.ts";

const event = (date: string, user: string): ObservedEvent => ({ date, user, event_type: "click", value: 1 });
const events = [event("2019-01-01", "bob"), event("2019-01-01", "alice"), event("2019-01-02", "bob")];

function runOf(day: number, change: Partial<ObservedRun> = {}): ObservedRun {
  const date = (number: number) => `2019-01-0${number}T00:00:00Z`;
  return {
    runId: `scheduled__2019-01-0${day}`,
    runType: "scheduled",
    logicalDate: date(day),
    dataIntervalStart: date(day),
    dataIntervalEnd: date(day + 1),
    createdAt: date(day + 1),
    state: "success",
    tasks: [],
    ...change,
  };
}

function seenWith(change: Partial<Observation> & { readonly runs?: readonly ObservedRun[] }): Observation {
  const { runs = [], ...others } = change;
  return {
    seed: 0,
    experiment: "run",
    clock: { from: "2019-01-04T05:00:00Z", until: "2019-01-07T00:00:00Z" },
    loadError: null,
    failure: null,
    script: null,
    dags: [{ dagId: "judged", schedule: "", tasks: [], runs, intervals: [] }],
    files: {},
    before: {},
    exposed: [],
    mails: [],
    requests: [],
    messages: [],
    secretSeenIn: [],
    source: "",
    eventsBetween: () => [],
    ...others,
  };
}

const holds = ({ expected, actual, holds: verdict }: Comparison) => verdict ?? expected === actual;
const texts = ({ expected, actual }: Comparison) => ({ expected, actual });

describe("the order of tasks", () => {
  const dagWith = (upstream: Readonly<Record<string, readonly string[]>>): ObservedDag => ({
    dagId: "judged",
    schedule: "",
    intervals: [],
    tasks: Object.entries(upstream).map(([taskId, earlier]) => ({ taskId, upstream: earlier })),
    runs: [],
  });

  test.each([
    ["directly", { fetch: [], count: ["fetch"] }, true],
    ["with others in between", { fetch: [], look: ["fetch"], wait: [], count: ["wait", "look"] }, true],
    ["not, when none waits", { fetch: [], count: [] }, false],
    ["not, when the first waits for the second", { count: [], fetch: ["count"] }, false],
    ["not, when one is missing", { count: [] }, false],
    ["not, when there is no task", {}, false],
  ] as const)("is kept %s", (_, upstream, isKept) => {
    expect(holds(compareOrder(dagWith(upstream), ["fetch", "count"]))).toBe(isKept);
  });

  test("is told as it is", () => {
    expect(texts(compareOrder(dagWith({ a: [], b: [], c: ["a", "b"] }), ["a", "d"]))).toEqual({
      expected: "a, d after a",
      actual: "a, b, c after a and b",
    });
    expect(compareOrder(dagWith({}), ["a"]).actual).toBe("no tasks");
  });
});

describe("the runs", () => {
  test("are those of these intervals, and no others", () => {
    const seen = seenWith({ runs: [runOf(1), runOf(2)] });
    expect(holds(compareIntervals(seen, januaryIntervals(1, 2, 1)))).toBe(true);
    expect(holds(compareIntervals(seen, januaryIntervals(1, 3, 1)))).toBe(false);
    expect(holds(compareIntervals(seen, januaryIntervals(1, 1, 1)))).toBe(false);
    expect(holds(compareIntervals(seenWith({}), januaryIntervals(1, 2, 1)))).toBe(false);
  });

  test("are told by their days, and those that do not begin at midnight to the second", () => {
    const late = { dataIntervalStart: "2019-01-01T05:00:00Z" };
    expect(compareIntervals(seenWith({ runs: [runOf(1), runOf(1, late)] }), []).actual).toBe(
      "2019-01-01 → 2019-01-02\n2019-01-01T05:00:00Z → 2019-01-02T00:00:00Z",
    );
  });

  test("by hand are left out", () => {
    const seen = seenWith({ runs: [runOf(1), runOf(3, { runType: "manual" })] });
    expect(holds(compareIntervals(seen, januaryIntervals(1, 1, 1)))).toBe(true);
  });

  test("are each compared, with what their tasks say", () => {
    const facts = { tryNumber: 1, attempts: 1, times: [], secondsRunning: 0 };
    const tasks = [
      { ...facts, taskId: "fetch", state: "success", error: null },
      { ...facts, taskId: "count", state: "failed", error: "no such file" },
      { ...facts, taskId: "send", state: "upstream_failed", error: null },
    ];
    const [first, second] = compareSuccess(
      seenWith({ runs: [runOf(1), runOf(2, { state: "failed", tasks })] }),
    );
    expect(first && holds(first)).toBe(true);
    expect(second).toEqual({
      what: "run 2019-01-02",
      expected: "success",
      actual: "failed\ncount failed: no such file\nsend upstream_failed",
    });
  });

  test("have tasks that were started so often", () => {
    const facts = { tryNumber: 1, attempts: 2, times: [], secondsRunning: 0, error: null };
    const task = { ...facts, taskId: "count", state: "success" };
    const times = (wanted: Readonly<Record<string, number>>) =>
      compareStarts(runOf(1, { tasks: [task] }), wanted);
    expect(holds(times({ count: 2 }))).toBe(true);
    expect(holds(times({ count: 1 }))).toBe(false);
    expect(texts(times({ count: 2, send: 1 }))).toEqual({
      expected: "count 2, send 1",
      actual: "count 2, send 0",
    });
  });
});

describe("the schedule by itself", () => {
  const january = new Temporal.PlainDate(2019, 1, 1);
  const every = (days: number, count: number, from = january) =>
    Array.from({ length: count }, (_, index) => {
      const start = from.add({ days: index * days });
      return [`${start.toString()}T00:00:00Z`, `${start.add({ days }).toString()}T00:00:00Z`] as const;
    });
  const daily = { first: 1, last: 2, step: 1 };
  const judgedBy = (intervals: ObservedDag["intervals"], wanted = daily) => {
    const dag = { dagId: "judged", schedule: "", tasks: [], runs: [runOf(1), runOf(2)], intervals };
    return compareSchedule(seenWith({ dags: [dag] }), wanted)[1];
  };

  test("is looked at for a year, from 1 January on", () => {
    expect(judgedBy(every(1, 400))).toMatchObject({ actual: "every day, all year" });
    expect(judgedBy(every(3, 130), { ...daily, step: 3 })).toMatchObject({
      expected: "every 3 days, all year",
      actual: "every 3 days, all year",
    });
    expect(judgedBy(every(1, 400, january.add({ days: 3 })))).toMatchObject({
      expected: "2019-01-01 → 2019-01-02",
      actual: "2019-01-04 → 2019-01-05",
    });
  });

  test("shows where it begins to differ, be it in December", () => {
    const [from, until] = ["2019-12-03T00:00:00Z", "2019-12-05T00:00:00Z"] as const;
    expect(judgedBy([...every(1, 336), [from, until]])).toMatchObject({
      expected: "2019-12-03 → 2019-12-04",
      actual: "2019-12-03 → 2019-12-05",
    });
    expect(judgedBy(every(1, 5))).toMatchObject({ actual: "no more intervals" });
  });
});

describe("the pause before the second try", () => {
  const triedAt = (...starts: string[]) => {
    const times = starts.map((start) => ({ start, end: start }));
    const facts = { state: "success", tryNumber: 2, attempts: 2, secondsRunning: 0, error: null };
    return comparePause(runOf(1, { tasks: [{ taskId: "count", times, ...facts }] }), "count", 60).actual;
  };

  test("is counted from the first", () => {
    expect(triedAt("2019-01-04T05:00:00Z", "2019-01-04T05:01:00Z", "2019-01-04T09:00:00Z")).toBe("60 s");
    expect(triedAt("2019-01-04T05:00:00Z", "2019-01-04T06:00:00.5Z")).toBe("3600.5 s");
  });

  test("is never over where there is no second", () => {
    expect(triedAt("2019-01-04T05:00:00Z")).toBe("never");
    expect(comparePause(runOf(1), "count", 60).actual).toBe("never");
  });
});

describe("after answers that broke off", () => {
  const path = "data/events.json";

  test("nothing has the name of a file, nor had it for a while", () => {
    expect(holds(compareNever(seenWith({}), path))).toBe(true);
    expect(
      holds(compareNever(seenWith({ files: { [`${path}.12`]: "[" }, exposed: [`${path}.12`] }), path)),
    ).toBe(true);
    expect(compareNever(seenWith({ exposed: [path] }), path).actual).toBe("a file was there for a while");
    expect(compareNever(seenWith({ files: { [path]: "[\n 1" } }), path).actual).toBe(
      "a part of an answer: [ 1",
    );
    expect(holds(compareNever(seenWith({ files: { [path]: "" } }), path))).toBe(false);
  });
});

test.each([
  ["a table", "date        user   0\n2019-01-01  alice  1\n"],
  ["CSV", "date,user,0\r\n2019-01-01,alice,1\r\n"],
  ["bars", "date | user | 0\n\n2019-01-01 | alice | 1"],
  [
    "HTML",
    "<table><tr><th>date</th><th>user</th><th>0</th></tr><tr><td>2019-01-01</td><td>alice</td><td>1</td></tr>",
  ],
])("the lines of a mail have the same words in %s", (_, text) => {
  expect(linesOfMail(text)).toEqual([
    ["date", "user", "0"],
    ["2019-01-01", "alice", "1"],
  ]);
});

test("the intervals of January are laid end to end, the last from the last day at the latest", () => {
  expect(januaryIntervals(1, 5, 3)).toEqual([
    ["2019-01-01", "2019-01-04"],
    ["2019-01-04", "2019-01-07"],
  ]);
});

describe("what the API was asked for", () => {
  const asked = (...paths: readonly string[]) =>
    seenWith({ requests: paths.map((path) => ({ method: "GET", path, status: 200 })) });
  const firstDay = queryOf(runOf(1));

  test.each([
    ["as a shell writes it", "/events?start_date=2019-01-01&end_date=2019-01-02"],
    ["the other way round", "/events?end_date=2019-01-02&start_date=2019-01-01"],
    ["encoded", "/events?start%5Fdate=2019%2D01%2D01&end_date=2019-01-02"],
  ])("counts %s", (_, path) => {
    expect(holds(compareQueries(asked(path, path, "/health"), [firstDay]))).toBe(true);
  });

  test.each([
    ["nothing", [], "nothing"],
    ["everything", ["/events"], "all events (no dates)"],
    ["half a query", ["/events?start_date=2019-01-01"], "start_date=2019-01-01"],
    [
      "another day as well",
      ["/events?start_date=2019-01-02", "/events?end_date=2019-01-02&start_date=2019-01-01"],
      `${firstDay}\nstart_date=2019-01-02`,
    ],
  ] as const)("is not it: %s", (_, paths, actual) => {
    expect(texts(compareQueries(asked(...paths), [firstDay]))).toEqual({ expected: firstDay, actual });
  });
});

describe("a file of events", () => {
  const compare = (text: string | undefined) =>
    compareEvents({ files: text === undefined ? {} : { "a.json": text } }, "a.json", events);

  test("has just these events, however it is set", () => {
    const turned = events.map(({ value, user, event_type, date }) => ({ value, user, event_type, date }));
    expect(holds(compare(JSON.stringify(events)))).toBe(true);
    expect(holds(compare(JSON.stringify(turned, null, 2)))).toBe(true);
  });

  test.each([
    ["another order", JSON.stringify(events.toReversed()), /not the same ones$/],
    [
      "another value",
      JSON.stringify(events.map((each) => ({ ...each, value: 2 }))),
      /^3 events .*not the same ones$/,
    ],
    ["one less", JSON.stringify(events.slice(1)), /^2 events from 2019-01-01 to 2019-01-02$/],
    ["none", "[]", /^no events$/],
    ["an error", '{"error":{"message":"away"}}', /^no list of events, but \{"error"/],
    ["things that are not events", "[1,null]", /^no list of events, but \[1,null\]$/],
    ["half of it", JSON.stringify(events).slice(0, 90), /^no list of events, but /],
    ["nothing", "", /^an empty file$/],
    ["no file", undefined, /^no such file; there are none at all$/],
  ])("does not hold with %s", (_, text, actual) => {
    expect(holds(compare(text))).toBe(false);
    expect(compare(text).actual).toMatch(actual);
  });

  test("that is missing is told with what is there", () => {
    const files = { a: "", b: "", c: "", d: "", e: "" };
    expect(compareEvents({ files }, "data/events.json", events).actual).toBe(
      "no such file; there are a, b, c, d, and 1 more",
    );
  });
});

describe("statistics", () => {
  const right = "date,user,0\n2019-01-01,alice,1\n2019-01-01,bob,1\n2019-01-02,bob,1\n";

  test("are counted by date and user, and sorted", () => {
    expect(statsOf(events)).toBe(right);
    expect(statsOf([...events, event("2019-01-02", "bob")])).toContain("2019-01-02,bob,2\n");
    expect(statsOf([])).toBe("date,user,0\n");
  });

  test.each([
    ["are right to the letter", right, true],
    ["lack the last newline", right.trimEnd(), false],
    ["have other line ends", right.replaceAll("\n", "\r\n"), false],
    ["have another header", right.replace("0", "count"), false],
    ["are not sorted", statsOf([]) + right.split("\n").slice(1, 4).toReversed().join("\n"), false],
  ])("that %s", (_, text, isRight) => {
    expect(holds(compareStats({ files: { "a.csv": text } }, "a.csv", events))).toBe(isRight);
  });

  test("that are missing do not hold", () => {
    expect(compareStats({ files: {} }, "a.csv", events).actual).toBe("no such file; there are none at all");
  });

  test("may be compared with the events beside them, where there are any", () => {
    const compare = (json: string) =>
      compareStatsWith(seenWith({ files: { "a.json": json, "a.csv": right } }), "a.csv", "a.json");
    expect(holds(compare(JSON.stringify(events)))).toBe(true);
    expect(holds(compare(JSON.stringify(events.slice(1))))).toBe(false);
    expect(compare("oops")).toEqual({
      what: "a.json",
      expected: "a list of events",
      actual: "no list of events, but oops",
    });
  });
});

test("two trees are compared file by file: what is new, gone or different", () => {
  const files = { same: "1", different: "2", added: "3" };
  const seen = seenWith({ before: { same: "1", different: "0", gone: "4" }, files });
  const wrong = compareTrees(seen).filter((each) => !holds(each));
  expect(wrong).toEqual([
    { what: "added", expected: "no such file", actual: "3" },
    { what: "different", expected: "0", actual: "2" },
    { what: "gone", expected: "4", actual: "no such file" },
  ]);
});
