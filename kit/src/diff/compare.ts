// What differs between two versions of a lesson's file, line by line.

import { readFileSync } from "node:fs";
import { structuredPatch, type StructuredPatchHunk } from "diff";

export interface Difference {
  readonly hunks: readonly StructuredPatchHunk[];
  readonly added: number;
  readonly removed: number;
}

/** `context`: so many unchanged lines around each change. */
export function compareFiles(from: string, to: string, context = 3): Difference {
  const [before, after] = [readText(from), readText(to)];
  const { hunks } = structuredPatch(from, to, before, after, undefined, undefined, { context });
  const lines = hunks.flatMap((hunk) => hunk.lines);
  const countOf = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
  return { hunks, added: countOf("+"), removed: countOf("-") };
}

/** An editor on Windows may have changed the ends of all lines. */
function readText(file: string): string {
  return readFileSync(file, "utf8").replaceAll("\r\n", "\n");
}
