import process from "node:process";
import { describe, expect, test } from "vitest";
import { judge } from "./judge.ts";
import { firstDifference, firstFailing } from "./result.ts";
import { different, dueCheck, findings, resultFrom, same, seen, type MadeUpCheck } from "./testing.ts";

const resultOfChecks = (...checks: MadeUpCheck[]) => resultFrom(judge(checks.map(dueCheck), [findings()]));

describe("the status", () => {
  const none = { finds: [] };
  const bad = { finds: [different] };
  test.each<[string, MadeUpCheck[], string, number]>([
    ["pass where all pass", [{ id: "1" }, { id: "2" }], "pass", 2],
    ["fail where one fails", [{ id: "1" }, { id: "2", ...bad }], "fail", 1],
    [
      "fail where others wait for it",
      [
        { id: "1", ...bad },
        { id: "2", requires: ["1"] },
      ],
      "fail",
      0,
    ],
    [
      "fail where one fails and another has nothing to look at",
      [
        { id: "1", ...none },
        { id: "2", ...bad },
      ],
      "fail",
      0,
    ],
    ["error where one cannot be judged, and none fails", [{ id: "1" }, { id: "2", ...none }], "error", 1],
    ["error where there is no check", [], "error", 0],
  ])("is %s", (_, checks, status, score) => {
    const result = resultOfChecks(...checks);
    expect(result).toMatchObject({ status, score, maxScore: checks.length });
    expect(result.message === null).toBe(status !== "error");
  });

  test("error says why", () => {
    expect(resultOfChecks({ id: "1", finds: [] }).message).toBe('nothing to look at in the experiment "run"');
    expect(resultOfChecks().message).toBe("no check was carried out");
  });
});

test("a result has what all its readers need", () => {
  const { tests, ...rest } = resultOfChecks({ id: "1" });
  expect(rest).toEqual({
    schema: "daglings/result/v1",
    kit: "0.1.0",
    course: "c0ffee",
    lesson: "08_templated_path",
    started: "2026-09-20T09:00:00Z",
    durationMs: 812,
    node: process.version,
    os: `${process.platform}-${process.arch}`,
    seeds: [0, 7],
    status: "pass",
    message: null,
    score: 1,
    maxScore: 1,
    integrity: { course: "c0ffee", engine: "ok", checks: "ok", files: [] },
  });
  expect(tests).toEqual([
    {
      id: "1",
      name: "check 1",
      status: "pass",
      score: 1,
      maxScore: 1,
      message: null,
      given: null,
      what: null,
      expected: null,
      actual: null,
      difference: null,
      failure: null,
      why: "Because.",
      requires: [],
      carriedFrom: null,
      file: "work/08_templated_path/dag.ts",
      line: null,
    },
  ]);
});

test("a check that fails says under which circumstances, and what differs", () => {
  const finds = [{ what: "data/a.csv", expected: "x\ny\n", actual: "x\nz\n" }];
  const result = resultOfChecks({ id: "1", carriedFrom: "04", requires: [], finds });
  expect(result.tests[0]).toMatchObject({
    message: "check 1; look at data/a.csv",
    what: "data/a.csv",
    expected: "x\ny\n",
    actual: "x\nz\n",
    difference: "line 2: expected y, found z",
    failure: null,
    carriedFrom: "04",
  });
  expect(result.tests[0]?.given).toMatch(/, seed 0$/);
});

test("a mishap has a message, and nothing that was compared", () => {
  const troubles = { run: { message: "still running after 20 s", status: "fail" } } as const;
  const result = resultFrom(judge([dueCheck({ id: "1" })], [findings({ observed: [], troubles })]));
  expect(result.tests[0]).toMatchObject({
    status: "fail",
    message: "still running after 20 s",
    what: null,
    expected: null,
  });
});

describe("a line is found", () => {
  const lineIn = (actual: string) =>
    resultOfChecks({ id: "1", finds: [{ ...different, actual }] }).tests[0]?.line;

  test.each([
    ["not today (work/08_templated_path/dag.ts:21)", 21],
    ["work/08_templated_path/dag.ts:3: does not parse", 3],
    ["work/08_templated_path/dag.ts: exports no DAG", null],
    ["lessons/src/stats.ts:12", null],
    ["2", null],
  ])("in %s: %s", (actual, line) => {
    expect(lineIn(actual)).toBe(line);
  });
});

describe("the first difference", () => {
  test.each([
    ["of two words does not matter", "a", "b", null],
    ["is a line that differs", "a\nb\nc", "a\nx\nc", "line 2: expected b, found x"],
    ["is one that is missing", "a\nb", "a", "line 2: expected b, found nothing more"],
    ["is one too many", "a", "a\nb", "line 2: expected nothing more, found b"],
    ["is an empty one", "a\n\nb", "a\nb", "line 2: expected an empty line, found b"],
    ["is the end of the last line", "a\nb\n", "a\nb", "line 3: expected an empty line, found nothing more"],
  ])("%s", (_, expected, actual, difference) => {
    expect(firstDifference(expected, actual)).toBe(difference);
  });
});

test("the first check that does not pass is reported, and never one that waits", () => {
  const result = resultFrom(
    judge(
      [
        dueCheck({ id: "1" }),
        dueCheck({ id: "2", finds: [different] }),
        dueCheck({ id: "3", requires: ["2"] }),
      ],
      [findings({ observed: [seen("run")] })],
    ),
  );
  expect(firstFailing(result)?.id).toBe("2");
  expect(firstFailing(resultOfChecks({ id: "1", finds: [same] }))).toBeUndefined();
});
