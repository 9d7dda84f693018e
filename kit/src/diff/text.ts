// A difference for a terminal: unified, with + and - in front. In plain mode a line for each change, in words.

import type { Screen } from "../screen.ts";
import { count } from "../words.ts";
import type { Difference } from "./compare.ts";
import { linesOf, type DiffLine } from "./lines.ts";
import type { Side } from "./sides.ts";

type Shown = Pick<Side, "shown">;

export function showDifference(
  { from, to }: { readonly from: Shown; readonly to: Shown },
  difference: Difference,
  screen: Screen,
): string {
  const { hunks } = difference;
  if (hunks.length === 0) return `${from.shown} and ${to.shown} are the same.`;
  if (screen.isPlain) {
    const changes = hunks.flatMap(linesOf).filter(({ kind }) => kind !== "same");
    return [`From ${from.shown} to ${to.shown}: ${sizeOf(difference)}.`, ...changes.map(sentence)].join("\n");
  }
  const { paint } = screen;
  return [
    paint("bad", `--- ${from.shown}`),
    paint("good", `+++ ${to.shown}`),
    ...hunks.flatMap((hunk) => {
      const { oldStart, oldLines, newStart, newLines } = hunk;
      const place = `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`;
      return [paint("mark", place), ...linesOf(hunk).map((line) => unified(line, screen))];
    }),
    "",
    `${sizeOf(difference)}.`,
  ].join("\n");
}

/** `2 lines added, 1 line removed` */
export function sizeOf({ added, removed }: Difference): string {
  return `${count(added, "line")} added, ${count(removed, "line")} removed`;
}

const signs = { same: " ", added: "+", removed: "-", note: "\\ " } as const;

function unified({ kind, text }: DiffLine, { paint }: Screen): string {
  const line = signs[kind] + text;
  if (kind === "added") return paint("good", line);
  return kind === "removed" ? paint("bad", line) : line;
}

function sentence({ kind, text, number }: DiffLine): string {
  if (kind === "note") return `note: ${text}`;
  return `${kind}, line ${number}: ${text.trim() === "" ? "(an empty line)" : text}`;
}
