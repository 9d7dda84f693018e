// The lines of a difference one by one, each with its number in the file that it belongs to.

import type { StructuredPatchHunk } from "diff";

export interface DiffLine {
  /** "note" says something about the previous line: that its file ends without a newline. */
  readonly kind: "same" | "added" | "removed" | "note";
  readonly text: string;
  /** In the first file, if it was removed; otherwise in the second. */
  readonly number: number;
}

export function linesOf({ lines, oldStart, newStart }: StructuredPatchHunk): DiffLine[] {
  let [before, after] = [oldStart, newStart];
  return lines.map((line) => {
    const text = line.slice(1);
    switch (line[0]) {
      case "+":
        return { kind: "added", text, number: after++ };
      case "-":
        return { kind: "removed", text, number: before++ };
      case "\\":
        return { kind: "note", text: text.trim(), number: after };
      default:
        before++;
        return { kind: "same", text, number: after++ };
    }
  });
}
