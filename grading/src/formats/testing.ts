// For tests: results as a check gives them, with the worst that a student's program can print in them.

import type { Result, TestResult } from "../trial/result.ts";

/** Commands, tags, quotes, ends of sections, colours, what XML may not have, and half a letter. */
export const nasty =
  "::error::x\n::stop-commands::a\r\n%0A<b>&amp;\"'</b> ]]> \u001b[31mred\u001b[0m \u0000\u0007\u000b\ufffe | `code` _x_ a,b:c \ud800 😀";

export function testWith(change: Partial<TestResult>): TestResult {
  return {
    id: "08.1",
    name: "each interval has a file of its own",
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
    why: "A run must touch its own interval alone.",
    requires: [],
    carriedFrom: null,
    file: "work/08_templated_path/dag.ts",
    line: null,
    ...change,
  };
}

export const failing = testWith({
  id: "08.2",
  name: `what is in it: ${nasty}`,
  status: "fail",
  score: 0,
  message: `the file is not as expected: ${nasty}`,
  given: 'experiment "run", seed 0',
  what: "data/stats/2019-01-01.csv",
  expected: "date,user,0\n2019-01-01,alice,1\n",
  actual: nasty,
  difference: "line 2: expected 2019-01-01,alice,1, found an empty line",
  line: 21,
});

const skipped = testWith({
  id: "08.3",
  name: "it waits",
  status: "skip",
  score: 0,
  message: "not looked at: it needs check 08.2",
  requires: ["08.2"],
});

const erroneous = testWith({
  id: "08.4",
  status: "error",
  score: 0,
  message: `nothing to look at in the experiment "run"`,
});

export function resultWith(change: Partial<Result>): Result {
  const tests = change.tests ?? [testWith({})];
  return {
    schema: "daglings/result/v1",
    kit: "0.1.0",
    course: "0123456789abcdef",
    lesson: "08_templated_path",
    started: "2026-09-20T09:00:00Z",
    durationMs: 1812,
    node: "v26.10.0",
    os: "linux-x64",
    seeds: [0, 7],
    status: "pass",
    message: null,
    score: tests.filter(({ status }) => status === "pass").length,
    maxScore: tests.length,
    tests,
    integrity: { course: "0123456789abcdef", engine: "ok", checks: "ok", files: [] },
    ...change,
  };
}

export const passResult = resultWith({});
export const failResult = resultWith({ status: "fail", tests: [testWith({}), failing, skipped, erroneous] });
export const emptyResult = resultWith({ status: "error", message: "no check was carried out", tests: [] });
export const samples = [passResult, failResult, emptyResult];
