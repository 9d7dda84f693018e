// The methods of texts.

import type { Methods } from "./bind.ts";
import { escapeHtml } from "./escape-html.ts";
import { spendText } from "../meter.ts";
import { lettersIn, listOf, nameOf } from "./iterate.ts";
import { lineEnds } from "./line-ends.ts";
import { isPrintable } from "./print.ts";
import { PythonError } from "./python-error.ts";
import { capitalized, folded, isCased, swapped, titled } from "./letter-case.ts";
import { slice } from "./slice.ts";
import { countOf, Markup, textOf, Tuple } from "./values.ts";

type Text = string | Markup;
type Run = (text: string, ...args: unknown[]) => unknown;

/** A method that HTML does not have here, but plain text has. */
function plain(signature: string, run: Run): readonly [string, (self: Text, ...args: unknown[]) => unknown] {
  return [
    signature,
    (self, ...args) => {
      if (self instanceof Markup)
        throw new PythonError("Markup does not have this method here; write … | string first");
      return run(self, ...args);
    },
  ];
}

/** A method that turns HTML into HTML, or does not return a text. */
function either(signature: string, run: Run): readonly [string, (self: Text, ...args: unknown[]) => unknown] {
  return [
    signature,
    (self, ...args) => {
      if (typeof self === "string") return run(self, ...args);
      return asMarkup(run(self.text, ...args));
    },
  ];
}

function asMarkup(value: unknown): unknown {
  if (typeof value === "string") return new Markup(value);
  return Array.isArray(value) ? value.map(asMarkup) : value;
}

function argument(value: unknown, what: string): string {
  const text = textOf(value);
  if (text === undefined) throw new PythonError(`${what} must be a str, not ${nameOf(value)}`);
  return text;
}

function countOr(value: unknown, otherwise: number, what: string): number {
  return value === undefined ? otherwise : countOf(value, what);
}

/** Python takes these for white space; JavaScript's trim knows a few others. */
const spaces = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const leadingSpace = new RegExp(`^[${spaces}]+`);
const trailingSpace = new RegExp(`[${spaces}]+$`);

export function strip(text: string, chars: unknown, left: boolean, right: boolean): string {
  if (chars === undefined || chars === null) {
    // One side at a time; a long run of spaces in the middle would make the pattern for the end slow.
    const start = left ? (leadingSpace.exec(text)?.[0].length ?? 0) : 0;
    let end = text.length;
    while (right && end > start && trailingSpace.test(text[end - 1] ?? "")) end--;
    return text.slice(start, end);
  }
  const set = new Set(argument(chars, "what to strip"));
  const letters = [...text];
  let [start, end] = [0, letters.length];
  while (left && start < end && set.has(letters[start] ?? "")) start++;
  while (right && end > start && set.has(letters[end - 1] ?? "")) end--;
  return letters.slice(start, end).join("");
}

function split(text: string, separator: unknown, most: number): string[] {
  if (separator === undefined || separator === null) {
    const parts: string[] = [];
    let rest = strip(text, null, true, false);
    const gap = new RegExp(`[${spaces}]+`);
    while (rest !== "") {
      const found = most >= 0 && parts.length >= most ? null : gap.exec(rest);
      if (!found)
        return [...parts, parts.length >= most && most >= 0 ? strip(rest, null, false, true) : rest];
      parts.push(rest.slice(0, found.index));
      rest = rest.slice(found.index + found[0].length);
    }
    return parts;
  }
  const parts = text.split(checkSeparator(separator));
  if (most < 0 || parts.length <= most + 1) return parts;
  const by = textOf(separator) ?? "";
  return [...parts.slice(0, most), parts.slice(most).join(by)];
}

/** Between white space. */
export function wordsOf(text: string): string[] {
  return split(text, null, -1);
}

function rsplit(text: string, separator: unknown, most: number): string[] {
  if (separator === undefined || separator === null) {
    if (most < 0) return split(text, null, -1);
    const mirrored = split([...text].toReversed().join(""), null, most);
    return mirrored.map((each) => [...each].toReversed().join("")).toReversed();
  }
  const by = checkSeparator(separator);
  const parts: string[] = [];
  let end = text.length;
  while (most < 0 || parts.length < most) {
    const at = end < by.length ? -1 : text.lastIndexOf(by, end - by.length);
    if (at === -1) break;
    parts.unshift(text.slice(at + by.length, end));
    end = at;
  }
  return [text.slice(0, end), ...parts];
}

function checkSeparator(separator: unknown): string {
  const by = argument(separator, "the separator");
  if (by === "") throw new PythonError("the separator is an empty text");
  return by;
}

function splitLines(text: string, keepEnds: unknown): string[] {
  const parts = text.split(lineEnds);
  const result: string[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const [line = "", end = ""] = parts.slice(at, at + 2);
    if (line !== "" || end !== "") result.push(keepEnds === true || keepEnds === 1n ? line + end : line);
  }
  return result;
}

/** The part between two indexes, and where it begins, as find, count and startswith take it; null: nothing is there. */
function part(text: string, from: unknown, to: unknown): { text: string; start: number } | null {
  const length = lettersIn(text);
  const bound = (value: unknown, otherwise: number) => {
    if (value === undefined || value === null) return otherwise;
    const given = countOf(value, "the index");
    return Math.max(0, given < 0 ? given + length : given);
  };
  const start = bound(from, 0);
  if (start > length) return null;
  const inside = slice(text, BigInt(start), BigInt(bound(to, length)), null) as string;
  return { text: inside, start };
}

function find(text: string, wanted: unknown, from: unknown, to: unknown, last: boolean): number {
  const looked = argument(wanted, "what to look for");
  const within = part(text, from, to);
  if (!within) return -1;
  const at = last ? within.text.lastIndexOf(looked) : within.text.indexOf(looked);
  return at === -1 ? -1 : within.start + lettersIn(within.text.slice(0, at));
}

function index(text: string, wanted: unknown, from: unknown, to: unknown, last: boolean): bigint {
  const at = find(text, wanted, from, to, last);
  if (at === -1) throw new PythonError("the text does not contain it");
  return BigInt(at);
}

function affix(
  text: string,
  wanted: unknown,
  from: unknown,
  to: unknown,
  test: (text: string, affix: string) => boolean,
): boolean {
  const within = part(text, from, to);
  const affixes = wanted instanceof Tuple ? wanted.items : [wanted];
  return affixes.some((each) => {
    const own = argument(each, "what to look for");
    return within !== null && test(within.text, own);
  });
}

export function replace(text: string, old: string, by: string, most: number): string {
  const limit = most < 0 ? Infinity : most;
  if (old === "") {
    const letters = [...text];
    const joined = letters.map((letter, at) => (at < limit ? by + letter : letter)).join("");
    return joined + (letters.length < limit ? by : "");
  }
  const parts = text.split(old);
  spendText(text.length + Math.max(0, by.length - old.length) * Math.min(limit, parts.length - 1));
  if (parts.length - 1 <= limit) return parts.join(by);
  return [...parts.slice(0, limit), parts.slice(limit).join(old)].join(by);
}

function aligned(text: string, width: unknown, fill: unknown, side: "left" | "right" | "center"): string {
  const letter = fill === undefined ? " " : argument(fill, "the letter to fill with");
  if (lettersIn(letter) !== 1) throw new PythonError("only one letter can fill, not several");
  const size = countOf(width, "the width");
  spendText(size);
  const missing = size - lettersIn(text);
  if (missing <= 0) return text;
  if (side !== "center")
    return side === "left" ? text + letter.repeat(missing) : letter.repeat(missing) + text;
  const left = Math.floor(missing / 2) + (missing & size & 1);
  return letter.repeat(left) + text + letter.repeat(missing - left);
}

/** In the middle, as Python's `center` does where both sides cannot be equal. */
export function centered(text: string, width: number): string {
  return aligned(text, BigInt(width), undefined, "center");
}

const every =
  (pattern: RegExp): Run =>
  (text) =>
    pattern.test(text);

function partition(text: string, separator: unknown, last: boolean): Tuple {
  const by = checkSeparator(separator);
  const at = last ? text.lastIndexOf(by) : text.indexOf(by);
  if (at !== -1) return new Tuple([text.slice(0, at), by, text.slice(at + by.length)]);
  return new Tuple(last ? ["", "", text] : [text, "", ""]);
}

function expandTabs(text: string, size: number): string {
  let column = 0;
  let result = "";
  for (const letter of text) {
    if (letter === "\t") {
      const width = size > 0 ? size - (column % size) : 0;
      spendText(result.length + width);
      result += " ".repeat(width);
      column += width;
    } else {
      result += letter;
      column = letter === "\n" || letter === "\r" ? 0 : column + 1;
    }
  }
  return result;
}

function zeroFilled(text: string, width: unknown): string {
  const size = countOf(width, "the width");
  spendText(size);
  const [sign = ""] = /^[-+]/.exec(text) ?? [];
  const missing = Math.max(0, size - lettersIn(text));
  return sign + "0".repeat(missing) + text.slice(sign.length);
}

function join(self: Text, values: unknown): Text {
  const isHtml = self instanceof Markup;
  const separator = isHtml ? self.text : self;
  const texts = listOf(values).map((value) => {
    const text = textOf(value);
    if (text === undefined)
      throw new PythonError(`join takes texts, not ${nameOf(value)}; write … | join("${separator}")`);
    return isHtml && !(value instanceof Markup) ? escapeHtml(text) : text;
  });
  spendText(texts.reduce((length, text) => length + text.length + separator.length, 0));
  return isHtml ? new Markup(texts.join(separator)) : texts.join(separator);
}

function replaceIn(self: Text, ...[old, by, count]: unknown[]): Text {
  const most = countOr(count, -1, "the count");
  const was = argument(old, "what to replace");
  const becomes = argument(by, "what to put in its place");
  if (typeof self === "string") return replace(self, was, becomes, most);
  return new Markup(replace(self.text, was, by instanceof Markup ? becomes : escapeHtml(becomes), most));
}

export const textMethods: Methods<Text> = {
  upper: either("", (text) => text.toUpperCase()),
  lower: either("", (text) => text.toLowerCase()),
  casefold: plain("", folded),
  title: either("", titled),
  capitalize: either("", capitalized),
  swapcase: either("", swapped),
  strip: either("/ chars?", (text, chars) => strip(text, chars, true, true)),
  lstrip: either("/ chars?", (text, chars) => strip(text, chars, true, false)),
  rstrip: either("/ chars?", (text, chars) => strip(text, chars, false, true)),
  split: either("sep? maxsplit?", (text, by, most) => split(text, by, countOr(most, -1, "maxsplit"))),
  rsplit: either("sep? maxsplit?", (text, by, most) => rsplit(text, by, countOr(most, -1, "maxsplit"))),
  splitlines: either("keepends?", splitLines),
  replace: ["/ old new count?", replaceIn],
  startswith: either("/ prefix start? end?", (text, wanted, from, to) =>
    affix(text, wanted, from, to, (all, one) => all.startsWith(one)),
  ),
  endswith: either("/ suffix start? end?", (text, wanted, from, to) =>
    affix(text, wanted, from, to, (all, one) => all.endsWith(one)),
  ),
  find: either("/ sub start? end?", (text, wanted, from, to) => BigInt(find(text, wanted, from, to, false))),
  rfind: either("/ sub start? end?", (text, wanted, from, to) => BigInt(find(text, wanted, from, to, true))),
  index: either("/ sub start? end?", (text, wanted, from, to) => index(text, wanted, from, to, false)),
  rindex: either("/ sub start? end?", (text, wanted, from, to) => index(text, wanted, from, to, true)),
  count: plain("/ sub start? end?", (text, wanted, from, to) => {
    const looked = argument(wanted, "what to count");
    const within = part(text, from, to);
    if (!within) return 0n;
    return BigInt(looked === "" ? lettersIn(within.text) + 1 : within.text.split(looked).length - 1);
  }),
  join: ["/ iterable", join],
  zfill: either("/ width", zeroFilled),
  center: plain("/ width fillchar?", (text, width, fill) => aligned(text, width, fill, "center")),
  ljust: plain("/ width fillchar?", (text, width, fill) => aligned(text, width, fill, "left")),
  rjust: plain("/ width fillchar?", (text, width, fill) => aligned(text, width, fill, "right")),
  removeprefix: plain("/ prefix", (text, prefix) => {
    const start = argument(prefix, "the prefix");
    return text.startsWith(start) ? text.slice(start.length) : text;
  }),
  removesuffix: plain("/ suffix", (text, suffix) => {
    const end = argument(suffix, "the suffix");
    return end !== "" && text.endsWith(end) ? text.slice(0, -end.length) : text;
  }),
  partition: plain("/ sep", (text, by) => partition(text, by, false)),
  rpartition: plain("/ sep", (text, by) => partition(text, by, true)),
  expandtabs: plain("tabsize?", (text, size) => expandTabs(text, countOr(size, 8, "tabsize"))),
  isalpha: either("", every(/^\p{L}+$/u)),
  isdigit: either("", every(/^[\p{Nd}\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089]+$/u)),
  isdecimal: either("", every(/^\p{Nd}+$/u)),
  isnumeric: either("", every(/^\p{N}+$/u)),
  isalnum: either("", every(/^[\p{L}\p{N}]+$/u)),
  isspace: either("", every(new RegExp(`^[${spaces}]+$`))),
  isascii: either("", (text) => ![...text].some((letter) => letter > "\x7f")),
  isidentifier: either("", every(/^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u)),
  isprintable: either("", (text) => [...text].every(isPrintable)),
  isupper: either("", (text) => isCased(text) && text === text.toUpperCase()),
  islower: either("", (text) => isCased(text) && text === text.toLowerCase()),
  istitle: either("", (text) => isCased(text) && text === titled(text)),
};
