// A table in Markdown, for the summary of a job in GitHub Actions.

import type { Result } from "../trial/result.ts";
import { escapeMarkup } from "@daglings/words";
import { firstTrouble, nameOf } from "./details.ts";

/** In bytes: GitHub shows no summary beyond 1 MiB. */
const mostBytes = 900_000;
const longest = 300;

export function markdown(results: readonly Result[]): string {
  const passed = results.filter(({ status }) => status === "pass").length;
  const head = `## Daglings: ${passed} of ${results.length} lessons passed

| Lesson | Result | Checks | First trouble |
| --- | --- | --- | --- |
`;
  let text = head;
  for (const [index, result] of results.entries()) {
    const row = rowOf(result);
    if (Buffer.byteLength(text + row) > mostBytes) {
      return `${text}\n${results.length - index} more lessons are not shown.\n`;
    }
    text += row;
  }
  return text;
}

function rowOf(result: Result): string {
  const first = firstTrouble(result);
  const trouble = first ? `${nameOf(first)}: ${first.message ?? ""}` : (result.message ?? "");
  const { lesson, status, score, maxScore } = result;
  return `| ${cell(lesson)} | ${status.toUpperCase()} | ${score} of ${maxScore} | ${cell(trouble)} |\n`;
}

/** Nothing in it is Markdown or HTML any more. */
function cell(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text;
  const plain = escapeMarkup(short).replace(/[\\`*_[\]|~@#!]/g, (letter) => `&#${letter.codePointAt(0)};`);
  return plain.replace(/\s+/g, " ").trim();
}
