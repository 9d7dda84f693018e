// Why a check does not pass, as plain text of a few lines: the same in every format.

import { printable } from "@daglings/words";
import type { Result, TestResult } from "../trial/result.ts";

/** No reader shows more of one check. */
const longest = 4000;

/** `08.3 each interval has a file of its own`: no two tests of a result have the same. */
export function nameOf({ id, name }: TestResult): string {
  return `${id} ${name}`;
}

export function detailsOf(test: TestResult): string {
  const facts = [
    ["given", test.given],
    ["look at", test.what],
    ["expected", test.expected],
    ["actual", test.actual],
    ["differs", test.difference],
    ["log", test.failure],
    ["why", test.why],
  ] as const;
  const lines = facts.flatMap(([name, text]) => (text === null || text === "" ? [] : [`${name}: ${text}`]));
  return [test.message ?? "", ...lines].filter(Boolean).map(shorten).join("\n");
}

function shorten(text: string): string {
  const clean = printable(text);
  return clean.length > longest ? `${clean.slice(0, longest).toWellFormed()}…` : clean;
}

/** The test that speaks for a whole lesson; undefined if all is well, or if there was no test at all. */
export function firstTrouble({ tests }: Result): TestResult | undefined {
  return tests.find(({ status }) => status === "fail" || status === "error");
}

/** In one line: the sentence alone if nothing was compared. */
export function causeOf({ name, message, what, expected, actual, difference }: TestResult): string {
  if (what === null) return message ?? name;
  const found = difference ?? `expected ${expected ?? "nothing"}, found ${actual ?? "nothing"}`;
  return `${name}: ${what}: ${found}`;
}
