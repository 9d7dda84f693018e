// Jinja's expressions, from the loosest binding to the tightest, each function one level of Jinja's own grammar.

import { SyntaxFault } from "./syntax-fault.ts";
import type { TokenStream } from "./token-stream.ts";
import type { Arguments, ArithmeticOperator, ComparisonOperator, Expression, Target } from "./tree.ts";

/** Deeper than any template that a person writes, and far from the end of the stack. */
const deepest = 200;
let depth = 0;

export function parseExpression(tokens: TokenStream): Expression {
  if (++depth > deepest) {
    depth = 0;
    throw new SyntaxFault("expressions within expressions go too deep", tokens.current.at);
  }
  const expression = parseConditional(tokens);
  depth--;
  return expression;
}

/** For the parser of statements, which starts again: a fault leaves the count where it was. */
export function beginParsing(): void {
  depth = 0;
}

function parseConditional(tokens: TokenStream): Expression {
  let expression = parseOr(tokens);
  while (tokens.is("name", "if")) {
    const { at } = tokens.next();
    const condition = parseOr(tokens);
    const otherwise = tokens.skipIf("name", "else") ? parseExpression(tokens) : null;
    expression = { type: "conditional", condition, whenTrue: expression, otherwise, at };
  }
  return expression;
}

export function parseOr(tokens: TokenStream): Expression {
  let left = parseAnd(tokens);
  while (tokens.is("name", "or")) {
    const { at } = tokens.next();
    left = { type: "or", left, right: parseAnd(tokens), at };
  }
  return left;
}

function parseAnd(tokens: TokenStream): Expression {
  let left = parseNot(tokens);
  while (tokens.is("name", "and")) {
    const { at } = tokens.next();
    left = { type: "and", left, right: parseNot(tokens), at };
  }
  return left;
}

function parseNot(tokens: TokenStream): Expression {
  const nots: number[] = [];
  while (tokens.is("name", "not")) nots.push(tokens.next().at);
  if (nots.length > deepest)
    throw new SyntaxFault("expressions within expressions go too deep", tokens.current.at);
  return nots.reduceRight<Expression>((operand, at) => ({ type: "not", operand, at }), parseCompare(tokens));
}

function parseCompare(tokens: TokenStream): Expression {
  const first = parseSum(tokens);
  const { at } = tokens.current;
  const rest: { operator: ComparisonOperator; operand: Expression }[] = [];
  for (;;) {
    const operator = comparison(tokens);
    if (operator === null) break;
    rest.push({ operator, operand: parseSum(tokens) });
  }
  return rest.length === 0 ? first : { type: "compare", first, rest, at };
}

function comparison(tokens: TokenStream): ComparisonOperator | null {
  if (tokens.is("operator", "==", "!=", "<", "<=", ">", ">="))
    return tokens.next().value as ComparisonOperator;
  if (tokens.skipIf("name", "in")) return "in";
  const following = tokens.look(1);
  if (!tokens.is("name", "not") || following.kind !== "name" || following.value !== "in") return null;
  tokens.next();
  tokens.next();
  return "not in";
}

function parseSum(tokens: TokenStream): Expression {
  return leftToRight(tokens, ["+", "-"], parseConcat);
}

function parseConcat(tokens: TokenStream): Expression {
  const first = parseProduct(tokens);
  const { at } = tokens.current;
  const items = [first];
  while (tokens.skipIf("operator", "~")) items.push(parseProduct(tokens));
  return items.length === 1 ? first : { type: "concat", items, at };
}

function parseProduct(tokens: TokenStream): Expression {
  return leftToRight(tokens, ["*", "/", "//", "%"], parsePower);
}

/** Also from left to right, unlike Python's. */
function parsePower(tokens: TokenStream): Expression {
  return leftToRight(tokens, ["**"], parseUnary);
}

function leftToRight(
  tokens: TokenStream,
  operators: readonly ArithmeticOperator[],
  parseOperand: (tokens: TokenStream) => Expression,
): Expression {
  let left = parseOperand(tokens);
  while (tokens.is("operator", ...operators)) {
    const { value, at } = tokens.next();
    left = {
      type: "arithmetic",
      operator: value as ArithmeticOperator,
      left,
      right: parseOperand(tokens),
      at,
    };
  }
  return left;
}

function parseUnary(tokens: TokenStream): Expression {
  return parseFilters(tokens, parseSigned(tokens));
}

function parseSigned(tokens: TokenStream): Expression {
  const signs: { value: string; at: number }[] = [];
  while (tokens.is("operator", "-", "+")) signs.push(tokens.next());
  if (signs.length > deepest)
    throw new SyntaxFault("expressions within expressions go too deep", tokens.current.at);
  const operand = parsePostfix(tokens, parsePrimary(tokens));
  return signs.reduceRight<Expression>(
    (inner, { value, at }) => ({ type: value === "-" ? "negative" : "positive", operand: inner, at }),
    operand,
  );
}

const constants = new Map<string, boolean | null>([
  ["true", true],
  ["True", true],
  ["false", false],
  ["False", false],
  ["none", null],
  ["None", null],
]);

function parsePrimary(tokens: TokenStream): Expression {
  const { kind, value, at } = tokens.current;
  if (kind === "name") {
    tokens.next();
    const constant = constants.get(value);
    return constant === undefined
      ? { type: "name", name: value, at }
      : { type: "constant", value: constant, at };
  }
  if (kind === "text") {
    let text = "";
    while (tokens.is("text")) text += tokens.next().value;
    return { type: "constant", value: text, at };
  }
  if (kind === "integer") {
    tokens.next();
    return { type: "constant", value: BigInt(value.replaceAll("_", "")), at };
  }
  if (kind === "float") {
    tokens.next();
    return { type: "constant", value: Number(value.replaceAll("_", "")), at };
  }
  if (tokens.skipIf("operator", "(")) {
    const inner = parseTuple(tokens, { isInBrackets: true });
    tokens.expect("operator", ")");
    return inner;
  }
  if (tokens.skipIf("operator", "["))
    return { type: "list", items: parseItems(tokens, "]", parseExpression), at };
  if (tokens.skipIf("operator", "{")) return { type: "dict", pairs: parseItems(tokens, "}", parsePair), at };
  throw tokens.unexpected("expected an expression");
}

/** Up to `closing`, with commas between, and perhaps one at the end. */
function parseItems<T>(tokens: TokenStream, closing: string, parse: (tokens: TokenStream) => T): T[] {
  const items: T[] = [];
  while (!tokens.is("operator", closing)) {
    if (items.length > 0) tokens.expect("operator", ",");
    if (tokens.is("operator", closing)) break;
    items.push(parse(tokens));
  }
  tokens.expect("operator", closing);
  return items;
}

function parsePair(tokens: TokenStream): readonly [Expression, Expression] {
  const key = parseExpression(tokens);
  tokens.expect("operator", ":");
  return [key, parseExpression(tokens)];
}

interface TupleOptions {
  readonly isInBrackets?: boolean;
  readonly parseItem?: (tokens: TokenStream) => Expression;
  /** A word that ends the tuple. */
  readonly until?: string;
}

/** One expression, or several with commas between: a tuple. */
export function parseTuple(tokens: TokenStream, options: TupleOptions = {}): Expression {
  const { isInBrackets = false, parseItem = parseExpression, until } = options;
  const { at } = tokens.current;
  const items: Expression[] = [];
  let isTuple = false;
  for (;;) {
    if (items.length > 0) tokens.expect("operator", ",");
    const isEnd =
      tokens.is("print end") ||
      tokens.is("block end") ||
      tokens.is("operator", ")") ||
      (until !== undefined && tokens.is("name", until));
    if (isEnd) break;
    items.push(parseItem(tokens));
    if (!tokens.is("operator", ",")) break;
    isTuple = true;
  }
  const [only] = items;
  if (!isTuple && only) return only;
  if (!isTuple && !isInBrackets) throw tokens.unexpected("expected an expression");
  return { type: "tuple", items, at };
}

/** Attributes, items and calls. */
function parsePostfix(tokens: TokenStream, expression: Expression): Expression {
  let result = expression;
  for (;;) {
    const { at } = tokens.current;
    if (tokens.skipIf("operator", ".")) result = parseAttribute(tokens, result);
    else if (tokens.skipIf("operator", "["))
      result = { type: "item", object: result, key: parseKey(tokens), at };
    else if (tokens.is("operator", "("))
      result = { type: "call", callee: result, args: parseArguments(tokens), at };
    else return result;
  }
}

function parseAttribute(tokens: TokenStream, object: Expression): Expression {
  const { kind, value, at } = tokens.current;
  if (kind !== "name" && kind !== "integer") throw tokens.unexpected("expected a name");
  tokens.next();
  if (kind === "name") return { type: "attribute", object, name: value, at };
  return {
    type: "item",
    object,
    key: { type: "constant", value: BigInt(value.replaceAll("_", "")), at },
    at,
  };
}

function parseKey(tokens: TokenStream): Expression {
  const { at } = tokens.current;
  const keys = parseItems(tokens, "]", parseSlice);
  const [only] = keys;
  return keys.length === 1 && only ? only : { type: "tuple", items: keys, at };
}

function parseSlice(tokens: TokenStream): Expression {
  const { at } = tokens.current;
  const bound = () => (tokens.is("operator", ":", "]", ",") ? null : parseExpression(tokens));
  const from = tokens.is("operator", ":") ? null : parseExpression(tokens);
  if (!tokens.skipIf("operator", ":")) return from ?? { type: "constant", value: null, at };
  const to = bound();
  const step = tokens.skipIf("operator", ":") ? bound() : null;
  return { type: "slice", from, to, step, at };
}

/** Filters, tests, and calls after them. */
function parseFilters(tokens: TokenStream, expression: Expression): Expression {
  let result = expression;
  for (;;) {
    const { at } = tokens.current;
    if (tokens.skipIf("operator", "|")) result = parseFilter(tokens, result);
    else if (tokens.skipIf("name", "is")) result = parseTest(tokens, result);
    else if (tokens.is("operator", "("))
      result = { type: "call", callee: result, args: parseArguments(tokens), at };
    else return result;
  }
}

/** One filter, its `|` already read. */
export function parseFilter(tokens: TokenStream, operand: Expression | null): Expression {
  const { at } = tokens.current;
  const name = dottedName(tokens, "the name of a filter");
  const args = tokens.is("operator", "(") ? parseArguments(tokens) : noArguments;
  return { type: "filter", name, operand, args, at };
}

function dottedName(tokens: TokenStream, what: string): string {
  let name = tokens.expect("name", undefined, what).value;
  while (tokens.skipIf("operator", ".")) name += `.${tokens.expect("name").value}`;
  return name;
}

function parseTest(tokens: TokenStream, operand: Expression): Expression {
  const { at: notAt } = tokens.current;
  const isNegated = tokens.skipIf("name", "not");
  const { at } = tokens.current;
  const name = dottedName(tokens, "the name of a test");
  const test: Expression = { type: "test", name, operand, args: testArguments(tokens), at };
  return isNegated ? { type: "not", operand: test, at: notAt } : test;
}

/** A test takes one argument without brackets: `x is divisibleby 3`. */
function testArguments(tokens: TokenStream): Arguments {
  if (tokens.is("operator", "(")) return parseArguments(tokens);
  const begins =
    tokens.is("name") ||
    tokens.is("text") ||
    tokens.is("integer") ||
    tokens.is("float") ||
    tokens.is("operator", "[", "{");
  if (!begins || tokens.is("name", "else", "or", "and")) return noArguments;
  if (tokens.is("name", "is"))
    throw new SyntaxFault("tests cannot follow each other; write … and …", tokens.current.at);
  return { ...noArguments, positional: [parsePostfix(tokens, parsePrimary(tokens))] };
}

const noArguments: Arguments = { positional: [], named: [], spread: null, spreadNamed: null };

function parseArguments(tokens: TokenStream): Arguments {
  const { at } = tokens.expect("operator", "(");
  const positional: Expression[] = [];
  const named: { name: string; value: Expression }[] = [];
  let spread: Expression | null = null;
  let spreadNamed: Expression | null = null;
  const ensure = (isInOrder: boolean) => {
    if (!isInOrder) throw new SyntaxFault("arguments by name come after the others", at);
  };
  let isFirst = true;
  while (!tokens.is("operator", ")")) {
    if (!isFirst) tokens.expect("operator", ",", `, or )`);
    if (tokens.is("operator", ")")) break;
    isFirst = false;
    if (tokens.skipIf("operator", "*")) {
      ensure(spread === null && spreadNamed === null);
      spread = parseExpression(tokens);
    } else if (tokens.skipIf("operator", "**")) {
      ensure(spreadNamed === null);
      spreadNamed = parseExpression(tokens);
    } else if (tokens.is("name") && tokens.look(1).kind === "operator" && tokens.look(1).value === "=") {
      ensure(spreadNamed === null);
      const { value: name } = tokens.next();
      tokens.next();
      named.push({ name, value: parseExpression(tokens) });
    } else {
      ensure(spread === null && spreadNamed === null && named.length === 0);
      positional.push(parseExpression(tokens));
    }
  }
  tokens.expect("operator", ")");
  return { positional, named, spread, spreadNamed };
}

/** What gets a value: a name, names with commas between, or an attribute of a namespace. */
export function parseTarget(
  tokens: TokenStream,
  options: { until?: string; isInSet?: boolean } = {},
): Target {
  const { until, isInSet = false } = options;
  const parseItem = (): Expression => {
    const primary = parsePrimary(tokens);
    if (!isInSet || primary.type !== "name" || !tokens.skipIf("operator", ".")) return primary;
    const { value: name } = tokens.expect("name");
    return { type: "attribute", object: primary, name, at: primary.at };
  };
  return asTarget(parseTuple(tokens, { parseItem, ...(until !== undefined && { until }) }));
}

function asTarget(expression: Expression): Target {
  const { at } = expression;
  if (expression.type === "name") return { type: "name", name: expression.name, at };
  if (expression.type === "tuple") return { type: "tuple", items: expression.items.map(asTarget), at };
  if (expression.type === "attribute" && expression.object.type === "name") {
    return { type: "attribute", object: expression.object.name, name: expression.name, at };
  }
  throw new SyntaxFault("only a name can be given a value", at);
}
