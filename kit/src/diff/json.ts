// A difference as data.

import type { Difference } from "./compare.ts";
import { linesOf } from "./lines.ts";
import type { Side, Sides } from "./sides.ts";

export function differenceJson({ from, to }: Sides, { hunks, added, removed }: Difference): object {
  return {
    schema: "daglings/diff/v1",
    from: sideJson(from),
    to: sideJson(to),
    added,
    removed,
    hunks: hunks.map((hunk) => {
      const { oldStart, oldLines, newStart, newLines } = hunk;
      return { oldStart, oldLines, newStart, newLines, lines: linesOf(hunk) };
    }),
  };
}

function sideJson({ label, lesson, shown }: Side): object {
  return { lesson: lesson.name, file: shown, isYours: label === "yours" };
}
