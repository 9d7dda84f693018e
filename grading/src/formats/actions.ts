// What a step of GitHub Actions prints: everything as plain text in which nothing is taken for a command, and then the
// first problem of each lesson as an annotation.

import { createHash } from "node:crypto";
import type { Result } from "../trial/result.ts";
import { printable } from "@daglings/words";
import { detailsOf, firstTrouble, nameOf } from "./details.ts";

/** A step does not show more. */
const mostAnnotations = 10;

export function actions(results: readonly Result[]): string {
  // What a student's program prints may look like a command. To end the silence it would have to know this word, which is
  // made from everything that it has printed.
  const word = createHash("sha256").update(JSON.stringify(results)).digest("hex");
  const annotations = results.flatMap(annotationOf).slice(0, mostAnnotations);
  return [`::stop-commands::${word}`, ...results.map(textOf), `::${word}::`, ...annotations, ""].join("\n");
}

function textOf(result: Result): string {
  const { lesson, status, score, maxScore, tests, message } = result;
  const lines = tests.flatMap((test) => {
    const line = `  ${test.status.toUpperCase().padEnd(5)} ${nameOf(test)}`;
    const isTrouble = test.status === "fail" || test.status === "error";
    return isTrouble
      ? [
          line,
          ...detailsOf(test)
            .split("\n")
            .map((each) => `        ${each}`),
        ]
      : [line];
  });
  const head = `${status.toUpperCase()} ${lesson}: ${score} of ${maxScore}${message === null ? "" : `: ${message}`}`;
  return [head, ...lines].map(printable).join("\n");
}

function annotationOf(result: Result): string[] {
  const first = firstTrouble(result);
  if (result.status === "pass") return [];
  const title = first ? nameOf(first) : result.lesson;
  const text = first ? detailsOf(first) : (result.message ?? "no check was carried out");
  const place = first
    ? [`file=${property(first.file)}`, ...(first.line === null ? [] : [`line=${first.line}`])]
    : [];
  return [`::error ${[...place, `title=${property(title)}`].join(",")}::${data(text)}`];
}

function data(text: string): string {
  return printable(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
