// The results.json of a Gradescope autograder.

import type { Result, TestResult } from "../trial/result.ts";
import { printable } from "@daglings/words";
import { detailsOf, nameOf } from "./details.ts";

export function gradescope(results: readonly Result[]): string {
  const passed = results.filter(({ status }) => status === "pass").length;
  const milliseconds = results.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const edited = [...new Set(results.flatMap(({ integrity }) => integrity.files))];
  const file = {
    execution_time: Math.round(milliseconds / 1000),
    output: `${passed} of ${results.length} lessons passed, with the seeds ${seedsOf(results)}.`,
    output_format: "text",
    test_output_format: "text",
    test_name_format: "text",
    visibility: "visible",
    stdout_visibility: "hidden",
    extra_data: { kit: results[0]?.kit ?? "", edited },
    tests: results.flatMap((result) => testsOf(result)),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function seedsOf(results: readonly Result[]): string {
  return (results[0]?.seeds ?? []).join(" and ");
}

function testsOf(result: Result): object[] {
  const { lesson, message } = result;
  if (result.tests.length === 0) {
    const output = printable(message ?? "no check was carried out");
    return [{ score: 0, max_score: 1, status: "failed", name: lesson, output, tags: [lesson] }];
  }
  return result.tests.map((test) => testOf(lesson, test));
}

function testOf(lesson: string, test: TestResult): object {
  const number = lesson.slice(0, 2);
  const hint = `pnpm hint ${number} helps.`;
  return {
    score: test.score,
    max_score: test.maxScore,
    status: test.status === "pass" ? "passed" : "failed",
    name: `${number}: ${nameOf(test)}`,
    number: test.id,
    output: test.status === "pass" ? "" : `${detailsOf(test)}\n${hint}`,
    tags: [lesson],
    visibility: "visible",
    extra_data: { status: test.status, file: test.file, line: test.line },
  };
}
