// A line at the foot of a terminal that says how things are; other messages appear above it. Elsewhere there is no such
// line, and only the messages appear.

import process from "node:process";
import type { Screen } from "../screen.ts";

export interface StatusLine {
  readonly say: (text: string) => void;
  /** Soon, and once for everything that happens until then. */
  readonly show: (status: () => string) => void;
  readonly clear: () => void;
}

/** Real milliseconds: nobody would see it more often. */
const pause = 100;
const wipe = "\r\x1b[K";

export function openStatusLine({ isTerminal, width, say, paint }: Screen): StatusLine {
  if (!isTerminal) return { say, show: () => {}, clear: () => {} };
  let shown = "";
  let latest = () => "";
  let timer: NodeJS.Timeout | undefined;
  const draw = () => {
    timer = undefined;
    shown = paint("dim", latest().slice(0, width - 1));
    process.stderr.write(`${wipe}${shown}`);
  };
  return {
    say(text) {
      if (shown !== "") process.stderr.write(wipe);
      say(text);
      process.stderr.write(shown);
    },
    show(status) {
      latest = status;
      timer ??= setTimeout(draw, pause);
    },
    clear() {
      clearTimeout(timer);
      timer = undefined;
      if (shown !== "") process.stderr.write(wipe);
      shown = "";
    },
  };
}
