// Reads what a process writes, line by line, and keeps no more than one line of it: a process that writes without end is
// read as fast as its lines are taken, and no faster.

import type { Readable } from "node:stream";

/** Only the beginning of a longer line is kept. */
export const longestLine = 64 * 1024;
/** More than that is held, in bytes: the mask also sees secrets that cross the cut. */
const longestHeld = 2 * longestLine;

const newline = 0x0a;
const carriageReturn = 0x0d;

/** A line ends with \n, \r\n or, as in progress bars, \r. The last one may end with the stream. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  let held: Buffer[] = [];
  let size = 0;
  let previous = 0;
  const hold = (chunk: Buffer, from: number, to: number) => {
    const kept = Math.min(to - from, longestHeld - size);
    if (kept <= 0) return;
    held.push(Buffer.from(chunk.subarray(from, from + kept))); // a copy, so that the chunk can be freed
    size += kept;
  };
  const give = () => {
    const line = Buffer.concat(held).toString();
    held = [];
    size = 0;
    onLine(line);
  };
  stream.on("data", (chunk: Buffer) => {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      const isSecondHalf = byte === newline && previous === carriageReturn;
      previous = byte;
      if (byte !== newline && byte !== carriageReturn) continue;
      if (isSecondHalf) {
        from = at + 1;
        continue;
      }
      if (size === 0 && at - from <= longestHeld) onLine(chunk.toString("utf8", from, at));
      else {
        hold(chunk, from, at);
        give();
      }
      from = at + 1;
    }
    hold(chunk, from, chunk.length);
  });
  stream.on("end", () => {
    if (size > 0) give();
  });
}

/** A text none of whose lines is too long. */
export function cutLines(text: string): string {
  if (text.length <= longestLine) return text;
  return text
    .split("\n")
    .map((line) => cutText(line, "a line"))
    .join("\n");
}

/** A line that is cut says so. */
export function cutText(text: string, what: string): string {
  return text.length <= longestLine
    ? text
    : `${text.slice(0, longestLine)} … (cut: ${what} may have ${longestLine / 1024} kB)`;
}
