// What `pnpm check NN` prints: one check that does not pass in full, and the others counted.

import type { Lesson } from "@daglings/lessons";
import type { LessonProgress } from "../desk/progress.ts";
import { broke, firstFailing, type Result, type TestResult } from "@daglings/grading/check";
import { lessonAfter, type LessonEntry } from "@daglings/stage";
import type { Screen } from "../screen.ts";
import { count } from "../words.ts";
import { wrapProse, wrapText } from "./wrap.ts";

export interface CheckPage {
  readonly entry: LessonEntry;
  readonly lesson: Lesson;
  readonly result: Result;
  /** How it was before; undefined the first time; null: it is not the student's own version. */
  readonly before: LessonProgress | undefined | null;
  /** It is unchanged since pnpm start made it. */
  readonly isUntouched: boolean;
}

/** Longer texts are cut: the whole is in `--json`. */
const mostLines = 8;
const mostLetters = 160;
/** The end of a sentence usually says what to do. */
const mostOfSentence = 480;
/** With its title: see grading's failure.ts. */
const mostLogLines = 13;

export function showCheck(page: CheckPage, screen: Screen): string {
  const { result } = page;
  const lines = result.status === "pass" ? passLines(page, screen) : troubleLines(page, screen);
  return [...lines, ...integrityLines(result, screen)].join("\n");
}

function passLines({ entry, lesson, result }: CheckPage, screen: Screen): string[] {
  const next = lessonAfter(entry);
  return [
    `${screen.paint("good", "PASS")} ${entry.name}: all ${count(result.maxScore, "check")}, with the seeds ${result.seeds.join(" and ")}`,
    ...proseLines("learned", lesson.task.learned, screen),
    ...proseLines("compare", `pnpm diff ${entry.number} (yours against the lesson's)`, screen),
    ...proseLines("next", next ? `pnpm start ${next.number}` : "that was the last lesson: well done", screen),
  ];
}

function troubleLines(page: CheckPage, screen: Screen): string[] {
  const { entry, result, isUntouched } = page;
  const first = firstFailing(result);
  if (!first) return [`${screen.paint("bad", "ERROR")} ${entry.name}: no check was carried out`];
  const isMishap = result.score === 0 && first.what === null;
  return [
    // If nothing at all could be looked at, it is not a single check that fails.
    ...(isMishap ? mishapLines(first, page, screen) : testLines(first, page, screen)),
    "",
    ...wrapProse(countLine(page), screen),
    ...(isUntouched && !isMishap && first.carriedFrom === null
      ? ["Red is where every lesson begins: the file you start from is not meant to pass."]
      : []),
  ];
}

function mishapLines(test: TestResult, { entry }: CheckPage, screen: Screen): string[] {
  const isError = test.status === "error";
  const head = isError ? "cannot be judged" : "does not come to its end";
  const message = test.message ?? "";
  return [
    `${screen.paint("bad", isError ? "ERROR" : "FAIL")} ${entry.name} ${head}`,
    ...proseLines("trouble", message, screen),
    ...factLines("given", test.given ?? "", screen),
    ...factLines("file", placeOf(test), screen),
    ...proseLines(
      "next",
      message.startsWith(broke)
        ? "this is a bug in Daglings, and not in your version; please report it"
        : `mend that, then pnpm check ${entry.number}`,
      screen,
    ),
  ];
}

function testLines(test: TestResult, { entry }: CheckPage, screen: Screen): string[] {
  const from = test.carriedFrom === null ? "" : ` (from lesson ${test.carriedFrom}: still to hold)`;
  const word = screen.paint("bad", test.status === "error" ? "ERROR" : "FAIL");
  const facts = [
    ["given", test.given],
    ["look at", test.what],
    ["expected", test.expected],
    ["actual", test.actual],
    ["differs", test.difference],
    ["log", test.failure],
  ] as const;
  return [
    `${word} ${test.id} ${test.name}${from}`,
    ...(test.what === null ? proseLines("trouble", test.message ?? "", screen) : []),
    ...facts.flatMap(([name, text]) => (text === null ? [] : factLines(name, text, screen))),
    ...proseLines("why", test.why, screen),
    ...factLines("file", placeOf(test), screen),
    ...factLines("next", `pnpm hint ${entry.number}`, screen),
  ];
}

function placeOf({ file, line }: TestResult): string {
  return line === null ? file : `${file}:${line}`;
}

function proseLines(name: string, text: string, screen: Screen): string[] {
  return wrapProse(text, screen, `  ${name.padEnd(9)} `);
}

/** Line by line as it is; only what is wider than the screen is broken, between words. */
function factLines(name: string, text: string, { isPlain, width }: Screen): string[] {
  const most = name === "log" ? mostLogLines : mostLines;
  const lines = text.replace(/\n$/, "").split("\n").map(cut);
  const rest = lines.length - most;
  const shown = rest > 1 ? [...lines.slice(0, most), `… ${count(rest, "more line")}`] : lines;
  return shown.flatMap((line, index) => {
    const head = `  ${(index === 0 ? name : "").padEnd(9)} `;
    if (isPlain || head.length + line.length <= width) return [(head + line).trimEnd()];
    const [indent = ""] = /^\s*/.exec(line) ?? [];
    return wrapText(line.trim(), width, head + indent, " ".repeat(head.length) + indent);
  });
}

/** A line of data has stretches without a space that no sentence has. */
function cut(line: string): string {
  const most = /\S{100}/.test(line) ? mostLetters : mostOfSentence;
  return line.length > most ? `${line.slice(0, most)}…` : line;
}

/** `6 of 12 checks passed, 5 of 12 the last time; 2 fail, and this is the first; 4 are not looked at until they pass.` */
function countLine({ result, before }: CheckPage): string {
  const number = (...states: readonly string[]) =>
    result.tests.filter(({ status }) => states.includes(status)).length;
  const [failing, waiting] = [number("fail", "error"), number("skip")];
  const was = before && before.of > 0 ? `, ${before.passed} of ${before.of} the last time` : "";
  const others = failing > 1 ? `; ${failing} fail, and this is the first` : "";
  const until = failing > 1 ? "they pass" : "this one passes";
  const wait =
    waiting === 0 ? "" : `; ${waiting} ${waiting === 1 ? "is" : "are"} not looked at until ${until}`;
  return `${result.score} of ${count(result.maxScore, "check")} passed${was}${others}${wait}.`;
}

function integrityLines({ integrity }: Result, screen: Screen): string[] {
  if (integrity.files.length === 0) return [];
  const [first = ""] = integrity.files;
  const others = integrity.files.length > 1 ? ` and ${count(integrity.files.length - 1, "other")}` : "";
  const note = `Note: the course itself was changed: ${first}${others}. A teacher's copy may judge differently.`;
  return ["", ...wrapProse(note, screen)];
}
