// The result of a check, as `pnpm check NN --json` prints it: daglings/result/v1, described in
// grading/result.schema.json. Every other format is made from it.

import process from "node:process";
import { displayPath } from "@daglings/words";
import type { Experiment } from "@daglings/lessons";
import type { Report } from "./check-version.ts";
import type { Integrity } from "./integrity.ts";
import type { Status, Verdict } from "./judge.ts";

export interface Result {
  readonly schema: "daglings/result/v1";
  /** The version of the kit. */
  readonly kit: string;
  /** Distinguishes one state of the course from another. */
  readonly course: string;
  readonly lesson: string;
  /** By the wall clock, as 2026-09-20T09:00:00Z. */
  readonly started: string;
  readonly durationMs: number;
  readonly node: string;
  readonly os: string;
  /** The published one, and then the fresh one. */
  readonly seeds: readonly number[];
  readonly status: "pass" | "fail" | "error";
  /** Only if nothing could be judged. */
  readonly message: string | null;
  readonly score: number;
  readonly maxScore: number;
  /** In the order in which they are judged. */
  readonly tests: readonly TestResult[];
  readonly integrity: Integrity;
}

export interface TestResult {
  /** "08.3" */
  readonly id: string;
  readonly name: string;
  readonly status: Status;
  readonly score: number;
  readonly maxScore: number;
  /** The sentence before the details; null if it passes. */
  readonly message: string | null;
  /** Under which experiment and seed it was seen. */
  readonly given: string | null;
  /** What was looked at. */
  readonly what: string | null;
  readonly expected: string | null;
  readonly actual: string | null;
  readonly difference: string | null;
  /** The first task that failed: its command and its last words. */
  readonly failure: string | null;
  readonly why: string;
  readonly requires: readonly string[];
  readonly carriedFrom: string | null;
  readonly file: string;
  readonly line: number | null;
}

export interface Circumstances {
  readonly kit: string;
  readonly started: string;
  readonly integrity: Integrity;
}

export function resultOf(report: Report, { kit, started, integrity }: Circumstances): Result {
  const tests = report.verdicts.map((verdict) => testOf(verdict, report));
  const passed = tests.filter(({ status }) => status === "pass").length;
  const status = statusOf(tests);
  return {
    schema: "daglings/result/v1",
    kit,
    course: integrity.course,
    lesson: report.entry.name,
    started,
    durationMs: Math.round(report.duration),
    node: process.version,
    os: `${process.platform}-${process.arch}`,
    seeds: report.seeds,
    status,
    message: status === "error" ? errorOf(tests) : null,
    score: passed,
    maxScore: tests.length,
    tests,
    integrity,
  };
}

const circumstances: Record<Experiment, string> = {
  run: "the lesson's own scenario",
  again: "the scenario once more, in the same folder",
  alone: "data/ emptied, and one run again",
  killed: "the process killed in the middle, and another taking over",
  altered: "other statistics in the files, and the mail sent again",
  outage: "a server that answers with errors",
  cut: "answers that break off in the middle",
  busy: "a mail server, or a chat, that refuses everything",
  elsewhere: "the file loaded later, on other machines",
};

/** An error alone is not the student's failure: it says that nothing could be judged. */
function statusOf(tests: readonly TestResult[]): Result["status"] {
  if (tests.length === 0) return "error";
  if (tests.some(({ status }) => status === "fail")) return "fail";
  return tests.every(({ status }) => status === "pass") ? "pass" : "error";
}

function errorOf(tests: readonly TestResult[]): string {
  const first = tests.find(({ status }) => status === "error");
  return first?.message ?? "no check was carried out";
}

function testOf(
  { due: { check, carriedFrom }, status, seed, trouble }: Verdict,
  { file }: Report,
): TestResult {
  const isJudged = trouble !== null && trouble.what !== "";
  return {
    id: check.id,
    name: check.name,
    status,
    score: status === "pass" ? 1 : 0,
    maxScore: 1,
    message: trouble?.message ?? null,
    given: trouble && status !== "skip" ? `${circumstances[check.experiment]}, seed ${seed}` : null,
    what: isJudged ? trouble.what : null,
    expected: isJudged ? trouble.expected : null,
    actual: isJudged ? trouble.actual : null,
    difference: isJudged ? firstDifference(trouble.expected, trouble.actual) : null,
    failure: trouble?.failure ?? null,
    why: check.why,
    requires: check.requires ?? [],
    carriedFrom,
    file: displayPath(file),
    line: lineOf(`${trouble?.message ?? ""} ${trouble?.actual ?? ""}`, file),
  };
}

/** The one that a student is told about. */
export function firstFailing({ tests }: Result): TestResult | undefined {
  return tests.find(({ status }) => status === "fail" || status === "error");
}

/** The first line that differs between two texts of several lines; null if the texts are short. */
export function firstDifference(expected: string, actual: string): string | null {
  const [wanted, found] = [expected.split("\n"), actual.split("\n")];
  if (wanted.length < 2 && found.length < 2) return null;
  const index = wanted.findIndex((line, at) => line !== found[at]);
  const at = index === -1 ? wanted.length : index;
  const text = (line: string | undefined) =>
    line === undefined ? "nothing more" : line === "" ? "an empty line" : line;
  return `line ${at + 1}: expected ${text(wanted[at])}, found ${text(found[at])}`;
}

/** `work/08_templated_path/dag.ts:21` in a message names a line. */
function lineOf(text: string, file: string): number | null {
  const name = displayPath(file);
  const at = text.indexOf(`${name}:`);
  const [number] = at === -1 ? [] : (/^\d+/.exec(text.slice(at + name.length + 1)) ?? []);
  return number === undefined ? null : Number(number);
}
