// A table in Markdown, for the summary of a job in GitHub Actions.

import type { Result } from "../trial/result.ts";
import { escapeMarkup } from "@daglings/words";
import { causeOf, firstTrouble } from "./details.ts";

/** In bytes: GitHub shows no summary beyond 1 MiB. */
const mostBytes = 900_000;
const longest = 300;

/** In the results of a class, each says whose it is. */
type AnyResult = Result & { readonly student?: string };

export function markdown(results: readonly AnyResult[]): string {
  const isClass = new Set(results.map(({ student }) => student)).size > 1;
  const passed = results.filter(({ status }) => status === "pass").length;
  const head = `## Daglings: ${passed} of ${results.length} lessons passed

|${isClass ? " Student |" : ""} Lesson | Result | Checks | First trouble |
|${isClass ? " --- |" : ""} --- | --- | --- | --- |
`;
  let text = head;
  let bytes = Buffer.byteLength(head);
  for (const [index, result] of results.entries()) {
    const row = `|${isClass ? ` ${cell(result.student ?? "")} |` : ""}${rowOf(result)}`;
    bytes += Buffer.byteLength(row);
    if (bytes > mostBytes) {
      return `${text}\n${results.length - index} more lessons are not shown.\n`;
    }
    text += row;
  }
  return text;
}

function rowOf(result: Result): string {
  const first = firstTrouble(result);
  const trouble = first ? `${first.id} ${causeOf(first)}` : (result.message ?? "");
  const { lesson, status, score, maxScore } = result;
  return ` ${cell(lesson)} | ${status.toUpperCase()} | ${score} of ${maxScore} | ${cell(trouble)} |\n`;
}

/** Nothing in it is Markdown or HTML any more. */
function cell(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text;
  const plain = escapeMarkup(short).replace(/[\\`*_[\]|~@#!]/g, (letter) => `&#${letter.codePointAt(0)};`);
  return plain.replace(/\s+/g, " ").trim();
}
