// The result of a lesson that was not tried: no file was handed in, or the trial did not finish. It has no marks, but it
// counts.

import process from "node:process";
import { entryName, type LessonEntry } from "@daglings/stage";
import type { Integrity } from "../trial/integrity.ts";
import { kitVersion } from "@daglings/stage";
import type { Result, TestResult } from "../trial/result.ts";
import { dueChecks, type DueCheck } from "../trial/syllabus.ts";

export interface Reason {
  readonly message: string;
  readonly started: string;
  readonly seeds: readonly number[];
  readonly integrity: Integrity;
}

export async function ungraded(lesson: LessonEntry, reason: Reason): Promise<Result> {
  const { message, started, seeds, integrity } = reason;
  const due = await dueChecks(lesson.name);
  const file = `work/${lesson.name}/${entryName(lesson)}`;
  const tests = due.map((each, index) => testOf(each, file, index === 0 ? message : null));
  return {
    schema: "daglings/result/v1",
    kit: kitVersion,
    course: integrity.course,
    lesson: lesson.name,
    started,
    durationMs: 0,
    node: process.version,
    os: `${process.platform}-${process.arch}`,
    seeds,
    status: tests.length === 0 ? "error" : "fail",
    message: tests.length === 0 ? message : null,
    score: 0,
    maxScore: tests.length,
    tests,
    integrity,
  };
}

/** The first says why; the others wait for it. */
function testOf({ check, carriedFrom }: DueCheck, file: string, message: string | null): TestResult {
  return {
    id: check.id,
    name: check.name,
    status: message === null ? "skip" : "fail",
    score: 0,
    maxScore: 1,
    message: message ?? "not looked at",
    given: null,
    what: null,
    expected: null,
    actual: null,
    difference: null,
    failure: null,
    why: check.why,
    requires: check.requires ?? [],
    carriedFrom,
    file,
    line: null,
  };
}
