// Jinja's statements: a template as a tree.

import { suggest } from "@daglings/words";
import { normalized, tokensOf } from "./lexer.ts";
import {
  beginParsing,
  parseExpression,
  parseFilter,
  parseOr,
  parseTarget,
  parseTuple,
} from "./parse-expression.ts";
import { SyntaxFault } from "./syntax-fault.ts";
import { TokenStream } from "./token-stream.ts";
import type { Body, Expression, Parameter, Statement } from "./tree.ts";

export function parseTemplate(source: string): Body {
  beginParsing();
  const tokens = new TokenStream(tokensOf(normalized(source)));
  return parseBody(tokens, []);
}

/** Up to a statement with one of the names `ends`, whose `{%` is read already; without any, up to the end. */
function parseBody(tokens: TokenStream, ends: readonly string[]): Body {
  const body: Statement[] = [];
  for (;;) {
    const { kind, value, at } = tokens.current;
    if (kind === "end") {
      if (ends.length === 0) return body;
      throw tokens.unexpected(`expected {% ${ends.at(-1)} %}`);
    }
    tokens.next();
    if (kind === "data") {
      body.push({ type: "data", text: value });
    } else if (kind === "print begin") {
      body.push({ type: "print", value: parseTuple(tokens), at });
      tokens.expect("print end");
    } else {
      if (tokens.is("name", ...ends) && ends.length > 0) return body;
      body.push(parseStatement(tokens));
      tokens.expect("block end");
    }
  }
}

/** The end of a tag that a body follows; Jinja allows a colon there. */
function endTag(tokens: TokenStream): void {
  tokens.skipIf("operator", ":");
  tokens.expect("block end");
}

/** A body that only one statement can end; the end is read too, up to its `%}`. */
function bodyUntil(tokens: TokenStream, end: string): Body {
  endTag(tokens);
  const body = parseBody(tokens, [end]);
  tokens.next();
  return body;
}

const statements: Readonly<Record<string, (tokens: TokenStream, at: number) => Statement>> = {
  if: parseIf,
  for: parseFor,
  set: parseSet,
  with: parseWith,
  do: (tokens, at) => ({ type: "do", value: parseTuple(tokens), at }),
  print: (tokens, at) => ({ type: "print", value: parseTuple(tokens), at }),
  filter: (tokens) => ({
    type: "filter block",
    filter: filterChain(tokens, parseFilter(tokens, null)),
    body: bodyUntil(tokens, "endfilter"),
  }),
  macro: (tokens, at) => {
    const { value: name } = tokens.expect("name", undefined, "the macro's name");
    return {
      type: "macro",
      name,
      parameters: parseParameters(tokens),
      body: bodyUntil(tokens, "endmacro"),
      at,
    };
  },
  call: (tokens, at) => {
    const parameters = tokens.is("operator", "(") ? parseParameters(tokens) : [];
    const call = parseExpression(tokens);
    if (call.type !== "call") throw new SyntaxFault("expected the call of a macro", call.at);
    return { type: "call block", call, parameters, body: bodyUntil(tokens, "endcall"), at };
  },
};

/** Jinja's statements that read other files, or make sense only with those. */
const leftOut = ["include", "extends", "import", "from", "block", "autoescape"];

function parseStatement(tokens: TokenStream): Statement {
  const { value, at } = tokens.expect("name", undefined, "the name of a statement");
  const parse = Object.hasOwn(statements, value) ? statements[value] : undefined;
  if (parse) return parse(tokens, at);
  if (leftOut.includes(value)) {
    throw new SyntaxFault(
      `{% ${value} %} is not supported here: a template is one text and reads no other`,
      at,
    );
  }
  const known = [...Object.keys(statements), "raw"];
  throw new SyntaxFault(`{% ${value} %} is unknown${suggest(value, known, "there are")}`, at);
}

function parseIf(tokens: TokenStream): Statement {
  const branches: { condition: Expression; body: Body }[] = [];
  for (;;) {
    const condition = parseTuple(tokens, { parseItem: parseOr });
    endTag(tokens);
    const body = parseBody(tokens, ["elif", "else", "endif"]);
    branches.push({ condition, body });
    const { value } = tokens.next();
    if (value === "elif") continue;
    return { type: "if", branches, otherwise: value === "else" ? bodyUntil(tokens, "endif") : [] };
  }
}

function parseFor(tokens: TokenStream, at: number): Statement {
  const target = parseTarget(tokens, { until: "in" });
  tokens.expect("name", "in");
  const iterable = parseTuple(tokens, { parseItem: parseOr, until: "recursive" });
  const condition = tokens.skipIf("name", "if") ? parseExpression(tokens) : null;
  const recursive = tokens.skipIf("name", "recursive");
  endTag(tokens);
  const body = parseBody(tokens, ["else", "endfor"]);
  const otherwise = tokens.next().value === "else" ? bodyUntil(tokens, "endfor") : [];
  return { type: "for", target, iterable, condition, recursive, body, otherwise, at };
}

function parseSet(tokens: TokenStream, at: number): Statement {
  const target = parseTarget(tokens, { isInSet: true });
  if (tokens.skipIf("operator", "=")) return { type: "set", target, value: parseTuple(tokens), at };
  const filter = tokens.skipIf("operator", "|") ? filterChain(tokens, parseFilter(tokens, null)) : null;
  return { type: "set block", target, filter, body: bodyUntil(tokens, "endset"), at };
}

function filterChain(tokens: TokenStream, first: Expression): Expression {
  let filter = first;
  while (tokens.skipIf("operator", "|")) filter = parseFilter(tokens, filter);
  return filter;
}

function parseWith(tokens: TokenStream): Statement {
  const names = [];
  while (!tokens.is("block end")) {
    if (names.length > 0) tokens.expect("operator", ",");
    const target = parseTarget(tokens, { until: "=" });
    tokens.expect("operator", "=");
    names.push({ target, value: parseExpression(tokens) });
  }
  return { type: "with", names, body: bodyUntil(tokens, "endwith") };
}

function parseParameters(tokens: TokenStream): Parameter[] {
  const parameters: Parameter[] = [];
  tokens.expect("operator", "(");
  while (!tokens.is("operator", ")")) {
    if (parameters.length > 0) tokens.expect("operator", ",");
    const { value: name, at } = tokens.expect("name", undefined, "the name of a parameter");
    const fallback = tokens.skipIf("operator", "=") ? parseExpression(tokens) : null;
    if (fallback === null && parameters.at(-1)?.fallback) {
      throw new SyntaxFault(`parameter "${name}" needs a default, as the one before it has one`, at);
    }
    parameters.push({ name, fallback });
  }
  tokens.expect("operator", ")");
  return parameters;
}
