// Cuts a template into tokens, as Jinja's own lexer does with its default settings.

import { SyntaxFault } from "./syntax-fault.ts";

export type TokenKind =
  | "data"
  | "print begin"
  | "print end"
  | "block begin"
  | "block end"
  | "name"
  | "text"
  | "integer"
  | "float"
  | "operator"
  | "end";

export interface Token {
  readonly kind: TokenKind;
  /** As written; for a text, what it says. */
  readonly value: string;
  readonly at: number;
}

const opening = /\{\{|\{%|\{#/g;
const rawOpening = /\{%[-+]?\s*raw\s*(?:-%\}\s*|%\})/y;
const rawEnd = /\{%([-+]?)\s*endraw\s*(?:\+%\}|-%\}\s*|%\})/g;
const commentEnd = /-#\}\s*|\+?#\}/g;
const printEnd = /-\}\}\s*|\}\}/y;
const blockEnd = /-%\}\s*|\+?%\}/y;
const space = /\s+/y;
const float = /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy;
const integer = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy;
const name = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
const quoted = /'(?:[^'\\]*(?:\\.[^'\\]*)*)'|"(?:[^"\\]*(?:\\.[^"\\]*)*)"/sy;
const operator = /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y;

/** `source` with its newlines as Jinja reads them: all alike, and without one at the very end. */
export function normalized(source: string): string {
  const text = source.includes("\r") ? source.replace(/\r\n?/g, "\n") : source;
  return text.endsWith("\n") ? text.slice(0, -1) : text;
}

/** `source` has been through `normalized`. */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  const matchHere = (pattern: RegExp) => {
    pattern.lastIndex = position;
    const match = pattern.exec(source);
    if (match) position = pattern.lastIndex;
    return match;
  };
  const data = (start: number, end: number, strips: boolean) => {
    const value = source.slice(start, end);
    const kept = strips ? value.trimEnd() : value;
    if (kept !== "") tokens.push({ kind: "data", value: kept, at: start });
  };

  for (;;) {
    const start = position;
    const found = matchHere(opening);
    if (!found) break;
    const at = found.index;
    data(start, at, source[position] === "-");
    if (found[0] === "{#") {
      // `{#-#}` is a comment that is never closed: its sign is not part of its end.
      if (/[-+]/.test(source[position] ?? "")) position++;
      if (!matchHere(commentEnd)) throw new SyntaxFault("the comment is not closed; end it with #}", at);
      continue;
    }
    position = at;
    if (matchHere(rawOpening)) {
      const inside = position;
      const end = matchHere(rawEnd);
      if (!end) throw new SyntaxFault("the raw block is not closed; end it with {% endraw %}", at);
      data(inside, end.index, end[1] === "-");
      continue;
    }
    position = at + 2;
    if (/[-+]/.test(source[position] ?? "")) position++;
    tag(found[0] === "{{" ? "print" : "block", at);
  }
  data(position, source.length, false);
  tokens.push({ kind: "end", value: "", at: source.length });
  return tokens;

  /** Everything up to the end of a `{{ … }}` or `{% … %}`. */
  function tag(kind: "print" | "block", start: number): void {
    tokens.push({ kind: `${kind} begin`, value: "", at: start });
    const brackets: string[] = [];
    const end = kind === "print" ? printEnd : blockEnd;
    while (position < source.length) {
      const at = position;
      // Within brackets, `}}` closes these.
      if (brackets.length === 0 && matchHere(end)) {
        tokens.push({ kind: `${kind} end`, value: "", at });
        return;
      }
      if (matchHere(space)) continue;
      const push = (tokenKind: TokenKind, value: string) => tokens.push({ kind: tokenKind, value, at });
      const matched =
        takes(float, (found) => push("float", found)) ||
        takes(integer, (found) => push("integer", found)) ||
        takes(name, (found) => push("name", found)) ||
        takes(quoted, (found) => push("text", unescaped(found.slice(1, -1), at))) ||
        takes(operator, (found) => {
          balance(brackets, found, at);
          push("operator", found);
        });
      if (!matched) throw new SyntaxFault(unexpectedLetter(source[at] ?? ""), at);
    }
    tokens.push({ kind: "end", value: "", at: source.length });
    throw new SyntaxFault(
      kind === "print" ? "it is not closed; end it with }}" : "it is not closed; end it with %}",
      start,
    );
  }

  function takes(pattern: RegExp, use: (found: string) => void): boolean {
    const found = matchHere(pattern);
    if (found) use(found[0]);
    return found !== null;
  }
}

function unexpectedLetter(letter: string): string {
  if (letter === "'" || letter === '"') return `the text that begins here has no closing ${letter}`;
  if (letter === "!") return "! alone means nothing; write not, or != between two values";
  if (letter === "&") return "& means nothing; write and";
  return `${letter} means nothing here`;
}

const partners: Readonly<Record<string, string>> = { "{": "}", "(": ")", "[": "]" };

function balance(brackets: string[], found: string, at: number): void {
  const partner = partners[found];
  if (partner !== undefined) brackets.push(partner);
  if (!"})]".includes(found)) return;
  const expected = brackets.pop();
  if (expected === undefined) throw new SyntaxFault(`${found} closes nothing`, at);
  if (expected !== found) throw new SyntaxFault(`${found} where ${expected} must come first`, at);
}

const letters: Readonly<Record<string, string>> = {
  "\n": "",
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** Python's escapes. One that it does not know stays as it is. */
function unescaped(written: string, at: number): string {
  if (!written.includes("\\")) return written;
  const escape = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|(.))/gs;
  return written.replace(
    escape,
    (whole, hex?: string, four?: string, eight?: string, octal?: string, letter?: string) => {
      const code = hex ?? four ?? eight;
      if (code !== undefined) {
        const point = Number.parseInt(code, 16);
        if (point > 0x10_ff_ff) throw new SyntaxFault(`there is no letter ${whole}`, at);
        return String.fromCodePoint(point);
      }
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      const own = letter ?? "";
      if ("xuUN".includes(own)) throw new SyntaxFault(`${whole} is not the beginning of a whole escape`, at);
      return letters[own] ?? ("\\'\"".includes(own) ? own : whole);
    },
  );
}
