// The tokens of a template, one after the other, and what a parser asks about them.

import { SyntaxFault } from "./syntax-fault.ts";
import type { Token, TokenKind } from "./lexer.ts";

const names: Readonly<Partial<Record<TokenKind, string>>> = {
  "print begin": "{{",
  "print end": "}}",
  "block begin": "{%",
  "block end": "%}",
  end: "the end of the template",
};

export class TokenStream {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get current(): Token {
    return this.look(0);
  }

  look(ahead: number): Token {
    return this.#tokens[this.#position + ahead] ?? { kind: "end", value: "", at: 0 };
  }

  next(): Token {
    const token = this.current;
    if (token.kind !== "end") this.#position++;
    return token;
  }

  is(kind: TokenKind, ...values: readonly string[]): boolean {
    const { current } = this;
    return current.kind === kind && (values.length === 0 || values.includes(current.value));
  }

  skipIf(kind: TokenKind, value: string): boolean {
    const found = this.is(kind, value);
    if (found) this.#position++;
    return found;
  }

  /** `what`: in words, where the token's own value does not say it. */
  expect(kind: TokenKind, value?: string, what = value ?? names[kind] ?? `a ${kind}`): Token {
    if (value === undefined ? this.is(kind) : this.is(kind, value)) return this.next();
    throw this.unexpected(`expected ${what}`);
  }

  unexpected(expectation: string): SyntaxFault {
    return new SyntaxFault(`${expectation}, found ${shown(this.current)}`, this.current.at);
  }
}

function shown({ kind, value }: Token): string {
  return names[kind] ?? (kind === "text" ? `the text ${JSON.stringify(value)}` : `"${value}"`);
}
