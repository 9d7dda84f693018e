// Breaks a text into lines that fit.

import type { Screen } from "../screen.ts";

/** In plain mode each text is one line; otherwise it is broken, and goes on below its beginning. */
export function wrapProse(text: string, { isPlain, width }: Screen, first = ""): string[] {
  return isPlain ? [first + text] : wrapText(text, width, first, " ".repeat(first.length));
}

export function wrapText(text: string, width: number, first = "", other = ""): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(/\s+/)) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = other;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
