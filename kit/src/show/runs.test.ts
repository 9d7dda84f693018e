import { describe, expect, test } from "vitest";
import { plainScreen, screenOf } from "../testing.ts";
import { showRuns } from "./runs.ts";
import { attemptOf, runOf, runsFrom } from "./testing.ts";

const on = "2019-01-04T05:00Z";
const tasks = [
  { taskId: "fetch_events", state: "success", tryNumber: 1 },
  { taskId: "calculate_stats", state: "success", tryNumber: 1 },
  { taskId: "send_stats", state: "success", tryNumber: 2 },
];
const runs = runsFrom("2019-01-03T00:00Z", { days: 1 }, 2, { on, tasks });
const attempts = runs.flatMap(({ runId }) => tasks.map(({ taskId }) => attemptOf({ runId, taskId })));
const draw = (width: number) =>
  `\n${showRuns({ dagId: "dag", runs }, attempts, screenOf({ width })).join("\n")}`;

describe("the table", () => {
  test("says of each run when it was for, when it was made, and how its tasks went", () => {
    expect(draw(120)).toBe(`
  logical date  data interval  run made     state    fetch_events   calculate_stats  send_stats
  2019-01-03    01-03 → 01-04  01-04 05:00  success  success 31 ms  success 31 ms    success (try 2) 31 ms
  2019-01-04    01-04 → 01-05  01-05 00:00  success  success 31 ms  success 31 ms    success (try 2) 31 ms`);
  });

  test("breaks its headings where there is less room", () => {
    expect(draw(102)).toBe(`
  logical     data           run                   fetch_         calculate_     send_
  date        interval       made         state    events         stats          stats
  2019-01-03  01-03 → 01-04  01-04 05:00  success  success 31 ms  success 31 ms  success (try 2) 31 ms
  2019-01-04  01-04 → 01-05  01-05 00:00  success  success 31 ms  success 31 ms  success (try 2) 31 ms`);
  });

  test("goes without durations where there is still less", () => {
    expect(draw(90)).toBe(`
  logical     data           run                   fetch_   calculate_  send_
  date        interval       made         state    events   stats       stats
  2019-01-03  01-03 → 01-04  01-04 05:00  success  success  success     success (try 2)
  2019-01-04  01-04 → 01-05  01-05 00:00  success  success  success     success (try 2)`);
  });

  test("and then without what the timeline shows, too", () => {
    expect(draw(80)).toBe(`
  logical     run                   fetch_   calculate_  send_
  date        made         state    events   stats       stats
  2019-01-03  01-04 05:00  success  success  success     success (try 2)
  2019-01-04  01-05 00:00  success  success  success     success (try 2)`);
    expect(draw(60)).toBe(`
  logical              fetch_   calculate_  send_
  date        state    events   stats       stats
  2019-01-03  success  success  success     success (try 2)
  2019-01-04  success  success  success     success (try 2)`);
  });

  test("has times where days do not say it all, and a dash where a task was never made", () => {
    const mixed = [
      runOf({ start: on, end: on, made: on, runType: "manual", state: "failed", tasks: tasks.slice(0, 1) }),
      ...runsFrom("2019-01-04T09:00Z", { hours: 15 }, 1, { tasks: tasks.slice(1, 2) }),
    ];
    expect(`\n${showRuns({ dagId: "dag", runs: mixed }, [], screenOf({ width: 120 })).join("\n")}`).toBe(`
  logical date               data interval              run made     state    fetch_events  calculate_stats
  2019-01-04 05:00 (manual)  none                       01-04 05:00  failed   success       –
  2019-01-04 09:00           01-04 09:00 → 01-05 00:00  01-05 00:00  success  –             success`);
  });

  test("leaves out what looks alike, and shows what does not", () => {
    const minutes = runsFrom("2024-01-15T00:00Z", { minutes: 1 }, 2880, { tasks: tasks.slice(0, 1) });
    const failed = minutes.map((run, index) => (index === 1000 ? { ...run, state: "failed" } : run));
    const lines = showRuns({ dagId: "dag", runs: failed }, [], screenOf({ width: 120 }));
    expect(lines.slice(5, 8)).toEqual([
      "  … 996 more runs",
      "  2024-01-15 16:40  01-15 16:40 → 16:41        01-15 16:41  failed   success",
      "  … 1,875 more runs",
    ]);
    expect(lines).toHaveLength(1 + 4 + 3 + 4);
  });

  test("says it in a word where there is none", () => {
    expect(showRuns({ dagId: "dag", runs: [] }, [], screenOf())).toEqual([
      "  no runs: nothing was due, and nobody has triggered one",
    ]);
  });
});

test("in plain mode each run is a line, without durations", () => {
  const [line, ...others] = showRuns({ dagId: "dag", runs }, attempts, plainScreen);
  expect(line).toBe(
    "  run 2019-01-03 00:00: success; interval 2019-01-03 00:00 to 2019-01-04 00:00; made 2019-01-04 05:00; " +
      "fetch_events success, calculate_stats success, send_stats success on try 2",
  );
  expect(others).toHaveLength(1);
  const byHand = runOf({ start: on, end: on, made: on, runType: "manual", state: "running" });
  expect(showRuns({ dagId: "dag", runs: [byHand] }, [], plainScreen)).toEqual([
    "  manual run 2019-01-04 05:00: running; no data interval; made 2019-01-04 05:00; no tasks",
  ]);
});

test("colour goes with the words", () => {
  const paint = (style: string, text: string) => `<${style} ${text}>`;
  const failed = [
    runOf({
      start: "2019-01-03T00:00Z",
      end: "2019-01-04T00:00Z",
      made: on,
      state: "failed",
      tasks: [
        { taskId: "a", state: "failed", tryNumber: 1 },
        { taskId: "b", state: "upstream_failed", tryNumber: 1 },
        { taskId: "c", state: "skipped", tryNumber: 1 },
      ],
    }),
  ];
  const [, line = ""] = showRuns({ dagId: "dag", runs: failed }, [], screenOf({ width: 120, paint }));
  expect(line.trim().split(/ {2,}/).slice(3)).toEqual([
    "<bad failed>",
    "<bad failed>",
    "<bad upstream_failed>",
    "skipped",
  ]);
});
