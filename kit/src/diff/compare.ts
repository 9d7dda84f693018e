// How two versions of a lesson's file differ, line by line.

import { readFileSync } from "node:fs";
import type { StructuredPatchHunk } from "diff";
import { structuredPatch } from "diff/lib/patch/create.js"; // all of it is four times as much

export interface Difference {
  readonly hunks: readonly StructuredPatchHunk[];
  readonly added: number;
  readonly removed: number;
}

export interface CompareOptions {
  /** How many lines are shown around each change; default 3. */
  readonly context?: number;
}

export function compareFiles(from: string, to: string, options: CompareOptions = {}): Difference {
  return compareTexts(readFileSync(from, "utf8"), readFileSync(to, "utf8"), options);
}

export function compareTexts(from: string, to: string, { context = 3 }: CompareOptions = {}): Difference {
  const [before, after] = [from, to].map(unixText);
  const { hunks } = structuredPatch("", "", before ?? "", after ?? "", undefined, undefined, { context });
  const lines = hunks.flatMap((hunk) => hunk.lines);
  const countOf = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
  return { hunks, added: countOf("+"), removed: countOf("-") };
}

/** An editor on Windows may have changed the ends of all lines. */
function unixText(text: string): string {
  return text.replaceAll("\r\n", "\n");
}
