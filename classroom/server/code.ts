// A lesson's code, and what differs from another version of it, line by line.

import { readFileSync } from "node:fs";
import { givenFile, lessonBeneath, readLesson, variantFile, type LessonEntry } from "@daglings/stage";
import { displayPath, UsageError } from "@daglings/words";
import type { CodeAnswer, CodeLine, CodeSide } from "../shared/answers.ts";
import type { Desk } from "./desk.ts";

interface Source {
  readonly label: string;
  readonly file: string;
}

/** `which`: "lesson", "own", or the name of a variant. Each stands beside what it came from. */
export async function codeOf(entry: LessonEntry, which: string, desk: Desk): Promise<CodeAnswer> {
  const [from, to] = await sidesOf(entry, which, desk);
  const [before, after] = [from && textOf(from), textOf(to)];
  return {
    from: from && before !== null ? sideOf(from, before, desk) : null,
    to: sideOf(to, after, desk),
    lines: before === null ? onlyLines(after) : linesOf(desk.compare(before, after), after),
  };
}

async function sidesOf(
  entry: LessonEntry,
  which: string,
  desk: Desk,
): Promise<readonly [Source | null, Source]> {
  const lesson = { label: `lesson ${entry.number}`, file: givenFile(entry) };
  if (which === "lesson") {
    const before = lessonBeneath(entry, await readLesson(entry));
    return [before ? { label: `lesson ${before.number}`, file: givenFile(before) } : null, lesson];
  }
  if (which === "own") {
    const own = desk.ownFile(entry);
    if (own === null) throw new UsageError(`lesson ${entry.number} is not begun yet; begin it first`);
    return [{ label: "your version", file: own }, lesson];
  }
  return [lesson, { label: `variant ${which}`, file: variantFile(entry, which) }];
}

function textOf({ file }: Source): string {
  return readFileSync(file, "utf8").replaceAll("\r\n", "\n").replace(/\n$/, "");
}

function sideOf({ label, file }: Source, text: string, desk: Desk): CodeSide {
  return { label, shown: displayPath(file), html: splitLines(desk.highlight(text, "ts")) };
}

function onlyLines(text: string): CodeLine[] {
  return text.split("\n").map((_, index) => ({ kind: "same", from: null, to: index + 1 }));
}

function linesOf(found: ReturnType<Desk["compare"]>, after: string): CodeLine[] {
  if (found.length === 0) {
    return after.split("\n").map((_, index) => ({ kind: "same", from: index + 1, to: index + 1 }));
  }
  let before = 0;
  return found.flatMap(({ kind, number }): CodeLine[] => {
    if (kind === "note") return [];
    if (kind === "added") return [{ kind, from: null, to: number }];
    before++;
    return [{ kind, from: before, to: kind === "removed" ? null : number }];
  });
}

/** An element that spans several lines is closed at the end of each, and opened again. */
export function splitLines(html: string): string[] {
  const open: string[] = [];
  return html.split("\n").map((line) => {
    const begin = open.join("");
    for (const [tag] of line.matchAll(/<span[^>]*>|<\/span>/g)) {
      if (tag === "</span>") open.pop();
      else open.push(tag);
    }
    return `${begin}${line}${"</span>".repeat(open.length)}`;
  });
}
