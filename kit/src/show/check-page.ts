// What `pnpm check NN` prints: one check that does not pass in full, and the others counted.

import type { Lesson } from "@daglings/lessons";
import type { LessonProgress } from "../course/progress.ts";
import type { Result, TestResult } from "../course/result.ts";
import { listLessons, type LessonEntry } from "../catalogue.ts";
import type { Screen } from "../screen.ts";
import { count } from "../words.ts";

export interface CheckPage {
  readonly entry: LessonEntry;
  readonly lesson: Lesson;
  readonly result: Result;
  /** How it was before; undefined the first time. */
  readonly before: LessonProgress | undefined;
}

/** Longer texts are cut: the whole is in `--json`. */
const mostLines = 8;
const mostLetters = 160;

export function showCheck(page: CheckPage, screen: Screen): string {
  const { result } = page;
  const lines = result.status === "pass" ? passLines(page, screen) : troubleLines(page, screen);
  return [...lines, ...integrityLines(result)].join("\n");
}

function passLines({ entry, lesson, result }: CheckPage, { paint }: Screen): string[] {
  const next = listLessons().find(({ number }) => number > entry.number);
  return [
    `${paint("good", "PASS")} ${entry.name}: all ${count(result.maxScore, "check")}, with the seeds ${result.seeds.join(" and ")}`,
    `  learned   ${lesson.task.learned}`,
    `  compare   pnpm diff ${entry.number} (yours against the lesson's)`,
    `  next      ${next ? `pnpm start ${next.number}` : "that was the last lesson: well done"}`,
  ];
}

function troubleLines({ entry, result, before }: CheckPage, screen: Screen): string[] {
  const first = result.tests.find(({ status }) => status === "fail" || status === "error");
  if (!first) return [`${screen.paint("bad", "ERROR")} ${entry.name}: no check was carried out`];
  const waiting = result.tests.filter(({ status }) => status === "skip").length;
  const isFirstTime = before === undefined || before.of === 0;
  return [
    ...testLines(first, screen),
    `  file      ${first.file}${first.line === null ? "" : `:${first.line}`}`,
    `  next      pnpm hint ${entry.number}`,
    "",
    countLine(result, waiting, before),
    ...(isFirstTime
      ? ["Red is where every lesson begins: the file you start from is not meant to pass."]
      : []),
  ];
}

function testLines(test: TestResult, { paint }: Screen): string[] {
  const from = test.carriedFrom === null ? "" : ` (from lesson ${test.carriedFrom}: still to hold)`;
  const head = `${paint("bad", test.status === "error" ? "ERROR" : "FAIL")} ${test.id} ${test.name}${from}`;
  const facts = [
    ["given", test.given],
    ["look at", test.what],
    ["expected", test.expected],
    ["actual", test.actual],
    ["differs", test.difference],
    ["why", test.why],
  ] as const;
  const said =
    test.what === null && test.message !== null ? [`  ${"trouble".padEnd(9)} ${test.message}`] : [];
  return [head, ...said, ...facts.flatMap(([name, text]) => (text === null ? [] : factLines(name, text)))];
}

function factLines(name: string, text: string): string[] {
  const lines = text
    .split("\n")
    .map((line) => (line.length > mostLetters ? `${line.slice(0, mostLetters)}…` : line));
  const rest = lines.length - mostLines;
  const shown = rest > 1 ? [...lines.slice(0, mostLines), `… ${count(rest, "more line")}`] : lines;
  return shown.map((line, index) => `  ${(index === 0 ? name : "").padEnd(9)} ${line}`.trimEnd());
}

function countLine(result: Result, waiting: number, before: LessonProgress | undefined): string {
  const was = before && before.of > 0 ? `; ${before.passed} of ${before.of} the last time` : "";
  const wait = waiting > 0 ? `; ${count(waiting, "check")} not looked at before this one passes` : "";
  return `${result.score} of ${count(result.maxScore, "check")} passed${was}${wait}.`;
}

function integrityLines({ integrity }: Result): string[] {
  if (integrity.files.length === 0) return [];
  const [first = ""] = integrity.files;
  const others = integrity.files.length > 1 ? ` and ${count(integrity.files.length - 1, "other")}` : "";
  return [
    "",
    `Note: the course itself was changed: ${first}${others}. A teacher's copy may judge differently.`,
  ];
}
