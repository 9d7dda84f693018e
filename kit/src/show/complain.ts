// Errors go to stderr: on a terminal they are broken between words, and replace a progress bar; elsewhere each sentence
// is one line.

import process from "node:process";
import { wrapText } from "./wrap.ts";

interface Stderr {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export function complain(text: string, stderr: Stderr = process.stderr): void {
  if (stderr.isTTY !== true) {
    stderr.write(`${text}\n`);
    return;
  }
  const width = Math.max(stderr.columns ?? 80, 40);
  // Indented lines must stay as they are: code, or a list.
  const lines = text.split("\n").flatMap((line) => (/^\s/.test(line) ? [line] : wrapText(line, width)));
  const wipe = process.env["TERM"] === "dumb" ? "" : "\r\x1b[K";
  stderr.write(`${wipe}${lines.join("\n")}\n`);
}
