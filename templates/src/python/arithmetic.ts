// Python's + - * / // % ** : ints of any size, floats, texts and lists.

import { escapeHtml } from "./escape-html.ts";
import { spend, spendText } from "../meter.ts";
import { percentFormat } from "./percent-format.ts";
import { PythonError } from "./python-error.ts";
import { toFloat } from "./to-float.ts";
import { defined, integerOf, isNumber, Markup, PythonValue, textOf, Tuple, typeName } from "./values.ts";
import { Dict } from "./dict.ts";
import { str } from "./print.ts";
import type { ArithmeticOperator } from "../syntax/tree.ts";

export function arithmetic(operator: ArithmeticOperator, a: unknown, b: unknown): unknown {
  spend();
  defined(a);
  defined(b);
  if (operator === "%" && textOf(a) !== undefined) return percentFormat(a, b);
  if (isNumber(a) && isNumber(b)) return numbers(operator, a, b);
  const own = a instanceof PythonValue ? a.arithmetic(operator, b, false) : undefined;
  const result = own ?? (b instanceof PythonValue ? b.arithmetic(operator, a, true) : undefined);
  if (result !== undefined) return result;
  const sequence =
    operator === "+" ? added(a, b) : operator === "*" ? (repeated(a, b) ?? repeated(b, a)) : undefined;
  if (sequence !== undefined) return sequence;
  throw new PythonError(
    `${operator} does not work between ${nameOf(a)} and ${nameOf(b)}${hint(operator, a, b)}`,
  );
}

function nameOf(value: unknown): string {
  return value instanceof Dict ? "dict" : typeName(value);
}

function hint(operator: string, a: unknown, b: unknown): string {
  const isText = (value: unknown) => textOf(value) !== undefined;
  return operator === "+" && (isText(a) || isText(b)) ? "; ~ joins texts and any other values" : "";
}

function numbers(
  operator: ArithmeticOperator,
  a: bigint | number | boolean,
  b: bigint | number | boolean,
): unknown {
  const [left, right] = [integerOf(a), integerOf(b)];
  if (left !== undefined && right !== undefined) return integers(operator, left, right);
  return floats(operator, toFloat(a), toFloat(b));
}

/** Larger ones are never intended, and take long. */
const mostBits = 1_000_000;

function integers(operator: ArithmeticOperator, a: bigint, b: bigint): bigint | number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      checkBits(bitsOf(a) + bitsOf(b));
      return a * b;
    case "/":
      checkDivisor(b);
      return divided(a, b);
    case "//":
      checkDivisor(b);
      return floorDivided(a, b);
    case "%":
      checkDivisor(b);
      return a - b * floorDivided(a, b);
    case "**":
      if (b < 0n) return floats("**", toFloat(a), toFloat(b));
      if (a !== 0n && a !== 1n && a !== -1n) checkBits(bitsOf(a) * Number(b));
      return a ** b;
    default:
      return operator satisfies never;
  }
}

function bitsOf(value: bigint): number {
  const size = value < 0n ? -value : value;
  return size < 2n ** 53n ? Math.ceil(Math.log2(Number(size) + 1)) : size.toString(16).length * 4;
}

function checkBits(bits: number): void {
  if (bits > mostBits) throw new PythonError("the number is too large");
  spend(bits >> 6);
}

function checkDivisor(b: bigint | number): void {
  if (Number(b) === 0) throw new PythonError("division by zero");
}

/** The nearest float to the quotient, even if one of the two is too large to be exact as a float. */
function divided(a: bigint, b: bigint): number {
  const [left, right] = [Number(a), Number(b)];
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left / right;
  // Enough digits for a float, rounded to odd: JavaScript's own rounding then gives the nearest.
  const shift = BigInt(Math.max(0, 66 - bitsOf(a) + bitsOf(b)));
  const scaled = (a < 0n ? -a : a) << shift;
  const divisor = b < 0n ? -b : b;
  const quotient = scaled / divisor;
  const odd = scaled % divisor === 0n ? quotient : quotient | 1n;
  const result = Number(odd) / 2 ** Number(shift);
  if (!Number.isFinite(result)) throw new PythonError("the result is too large for a float");
  return a < 0n === b < 0n ? result : -result;
}

function floorDivided(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function floats(operator: ArithmeticOperator, a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      checkDivisor(b);
      return a / b;
    case "//": {
      checkDivisor(b);
      const rest = floatModulo(a, b);
      const quotient = (a - rest) / b;
      const floor = Math.floor(quotient);
      // As Python does: the quotient is whole except for rounding. A zero keeps its sign.
      if (quotient === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
      return quotient - floor > 0.5 ? floor + 1 : floor;
    }
    case "%":
      checkDivisor(b);
      return floatModulo(a, b);
    case "**":
      return power(a, b);
    default:
      return operator satisfies never;
  }
}

function floatModulo(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 !== b < 0 ? rest + b : rest;
}

function power(a: number, b: number): number {
  if (a === 0 && b < 0) throw new PythonError("0.0 has no negative power");
  if (a === 1 || b === 0) return 1;
  if (a < 0 && !Number.isInteger(b) && Number.isFinite(b))
    throw new PythonError("the result would be a complex number");
  if (a === -1 && !Number.isFinite(b) && !Number.isNaN(b)) return 1;
  const result = a ** b;
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b))
    throw new PythonError("the result is too large for a float");
  return result;
}

function added(a: unknown, b: unknown): unknown {
  const [left, right] = [textOf(a), textOf(b)];
  if (left !== undefined && right !== undefined) {
    spendText(left.length + right.length);
    if (a instanceof Markup) return new Markup(left + (b instanceof Markup ? right : escapeHtml(right)));
    return b instanceof Markup ? new Markup(escapeHtml(left) + right) : left + right;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    spend((a.length + b.length) >> 4);
    return [...(a as unknown[]), ...(b as unknown[])];
  }
  if (a instanceof Tuple && b instanceof Tuple) return new Tuple([...a.items, ...b.items]);
  return undefined;
}

function repeated(sequence: unknown, times: unknown): unknown {
  const count = integerOf(times);
  if (count === undefined) return undefined;
  const number = Math.max(0, Number(count));
  const text = textOf(sequence);
  if (text !== undefined) {
    spendText(text.length * number);
    return sequence instanceof Markup ? new Markup(text.repeat(number)) : text.repeat(number);
  }
  const items = Array.isArray(sequence)
    ? (sequence as unknown[])
    : sequence instanceof Tuple
      ? sequence.items
      : undefined;
  if (!items) return undefined;
  spend(items.length * number);
  const result = Array.from({ length: items.length * number }, (_, index) => items[index % items.length]);
  return Array.isArray(sequence) ? result : new Tuple(result);
}

export function negative(value: unknown): unknown {
  defined(value);
  const integer = integerOf(value);
  if (integer !== undefined) return -integer;
  if (typeof value === "number") return -value;
  const own = value instanceof PythonValue ? value.arithmetic("negative", null, false) : undefined;
  if (own === undefined) throw new PythonError(`- does not work with ${nameOf(value)}`);
  return own;
}

export function positive(value: unknown): unknown {
  defined(value);
  const integer = integerOf(value);
  if (integer !== undefined) return integer;
  if (typeof value === "number") return value;
  const own = value instanceof PythonValue ? value.arithmetic("positive", null, false) : undefined;
  if (own === undefined) throw new PythonError(`+ does not work with ${nameOf(value)}`);
  return own;
}

/** `~`: texts of all values, one after the other; escaped where one of them is HTML. */
export function concatenated(values: readonly unknown[]): string | Markup {
  const isHtml = values.some((value) => value instanceof Markup);
  const texts = values.map((value) =>
    isHtml && !(value instanceof Markup) ? escapeHtml(str(value)) : str(value),
  );
  spendText(texts.reduce((length, text) => length + text.length, 0));
  return isHtml ? new Markup(texts.join("")) : texts.join("");
}
