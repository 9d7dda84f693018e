// The filter wordwrap: Python's textwrap, line by line.

import { isTrue } from "../python/compare.ts";
import { str } from "../python/print.ts";
import { linesOf } from "../python/line-ends.ts";
import { PythonError } from "../python/python-error.ts";
import { countOf, defined, textOf, typeName } from "../python/values.ts";
import { spend } from "../meter.ts";

const space = "\\t\\n\\x0b\\x0c\\r ";
const letter = "[\\p{L}\\p{N}_!\"'&.,?]";
/** A chunk is white space, an em dash, or a word, which may end after a hyphen. */
const chunks = new RegExp(
  `([${space}]+|(?<=${letter})-{2,}(?=[\\p{L}\\p{N}_])|[^${space}](?:[^${space}])*?(?:-(?:(?<=[\\p{L}_]{2}-)|(?<=[\\p{L}_]-[\\p{L}_]-))(?=[\\p{L}_]-?[\\p{L}_])|(?=[${space}]|$)|(?<=${letter})(?=-{2,}[\\p{L}\\p{N}_])))`,
  "u",
);
const words = new RegExp(`([${space}]+)`);

export function wrapped(
  value: unknown,
  width: unknown,
  breakLong: unknown,
  wrapString: unknown,
  breakHyphens: unknown,
): string {
  const size = width === undefined ? 79 : countOf(width, "width");
  if (size <= 0) throw new PythonError("the width must be positive");
  const between = wrapString === undefined || wrapString === null ? "\n" : str(wrapString);
  const options = {
    breaksLong: breakLong === undefined || isTrue(breakLong),
    breaksHyphens: breakHyphens === undefined || isTrue(breakHyphens),
  };
  const text = textOf(defined(value));
  if (text === undefined) throw new PythonError(`wordwrap takes a str, not a ${typeName(value)}`);
  return linesOf(text)
    .map((line) => wrapLine(line, size, options).join(between))
    .join(between);
}

function wrapLine(
  line: string,
  width: number,
  { breaksLong, breaksHyphens }: { breaksLong: boolean; breaksHyphens: boolean },
): string[] {
  const rest = line.split(breaksHyphens ? chunks : words).filter((chunk) => chunk !== "");
  const lines: string[] = [];
  while (rest.length > 0) {
    spend();
    if (lines.length > 0 && rest[0]?.trim() === "") rest.shift();
    const current: string[] = [];
    let length = 0;
    while (rest[0] !== undefined && length + [...rest[0]].length <= width) {
      length += [...rest[0]].length;
      current.push(rest.shift() ?? "");
    }
    const [next] = rest;
    if (next !== undefined && [...next].length > width) {
      const free = width - length;
      if (breaksLong) {
        const cut = cutAt(next, width < 1 ? 1 : free, breaksHyphens);
        current.push([...next].slice(0, cut).join(""));
        rest[0] = [...next].slice(cut).join("");
      } else if (current.length === 0) {
        current.push(rest.shift() ?? "");
      }
    }
    if (current.at(-1)?.trim() === "") current.pop();
    if (current.length > 0) lines.push(current.join(""));
  }
  return lines;
}

/** A long word is broken after the last hyphen that fits, if it has one. */
function cutAt(word: string, free: number, breaksHyphens: boolean): number {
  if (!breaksHyphens || [...word].length <= free) return free;
  const hyphen = [...word].slice(0, free).lastIndexOf("-");
  const before = [...word].slice(0, Math.max(0, hyphen));
  return hyphen > 0 && before.some((each) => each !== "-") ? hyphen + 1 : free;
}
