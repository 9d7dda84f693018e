// Python's == and <, and what is true.

import { deeper, spend } from "../meter.ts";
import { Dict, DictView } from "./dict.ts";
import { PythonError } from "./python-error.ts";
import { defined, isNumber, PythonValue, Range, textOf, Tuple, typeName, Undefined } from "./values.ts";

export function isTrue(value: unknown): boolean {
  defined(value);
  if (value === null || value === false || value === "" || value === 0n || value === 0) return false;
  if (value === true || typeof value === "string") return true;
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Tuple) return value.items.length > 0;
  if (value instanceof Dict) return value.size > 0;
  if (value instanceof DictView) return value.dict.size > 0;
  if (value instanceof Range) return value.length > 0;
  if (value instanceof PythonValue) return value.isTrue();
  return textOf(value) !== "" && !(value instanceof Undefined);
}

export function equals(a: unknown, b: unknown): boolean {
  defined(a);
  defined(b);
  spend();
  if (a === b) return !(typeof a === "number" && Number.isNaN(a));
  // oxlint-disable-next-line eqeqeq -- a bigint and a number are equal when they are the same number
  if (isNumber(a) && isNumber(b)) return Number.isNaN(a) || Number.isNaN(b) ? false : a == b;
  const text = textOf(a);
  if (text !== undefined) return text === textOf(b);
  if (a instanceof PythonValue) return a.equals(b);
  if (b instanceof PythonValue) return b.equals(a);
  if (a instanceof Undefined) return b instanceof Undefined;
  return deeper("the comparison", () => equalContainers(a, b));
}

function equalContainers(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && equalItems(a, b);
  if (a instanceof Tuple) return b instanceof Tuple && equalItems(a.items, b.items);
  if (a instanceof Dict) {
    if (!(b instanceof Dict) || a.size !== b.size) return false;
    return a.entries().every(([key, value]) => b.has(key) && equals(value, b.get(key)));
  }
  if (a instanceof Range && b instanceof Range) {
    const { length } = a;
    if (length !== b.length) return false;
    return length === 0 || (a.start === b.start && (length === 1 || a.step === b.step));
  }
  return false;
}

function equalItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => equals(item, b[index]));
}

/** Negative, 0 or positive. NaN if the two have no order. */
export function compare(a: unknown, b: unknown, operator = "<"): number {
  defined(a);
  defined(b);
  spend();
  if (isNumber(a) && isNumber(b)) {
    if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN;
    return a < b ? -1 : Number(a > b);
  }
  const [left, right] = [textOf(a), textOf(b)];
  if (left !== undefined && right !== undefined) return compareTexts(left, right);
  const itemsOf = (value: unknown, other: unknown) =>
    Array.isArray(value) && Array.isArray(other)
      ? (value as unknown[])
      : value instanceof Tuple && other instanceof Tuple
        ? value.items
        : undefined;
  const [first, second] = [itemsOf(a, b), itemsOf(b, a)];
  if (first && second) return deeper("the comparison", () => compareItems(first, second, operator));
  const own = a instanceof PythonValue ? a.compare(b) : undefined;
  const reversed = own === undefined && b instanceof PythonValue ? b.compare(a) : undefined;
  const result = own ?? (reversed === undefined ? undefined : -reversed);
  if (result === undefined)
    throw new PythonError(`${operator} does not work between ${nameOf(a)} and ${nameOf(b)}`);
  return result;
}

function compareItems(a: readonly unknown[], b: readonly unknown[], operator: string): number {
  const index = a.findIndex((item, each) => each >= b.length || !equals(item, b[each]));
  if (index === -1) return a.length - b.length;
  return index >= b.length ? 1 : compare(a[index], b[index], operator);
}

/** By code points; JavaScript's own order differs from the 65,536th character on. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const [first, second] = [[...a], [...b]];
  const index = first.findIndex((letter, each) => letter !== second[each]);
  if (index === -1) return first.length - second.length;
  return (first[index]?.codePointAt(0) ?? 0) - (second[index]?.codePointAt(0) ?? -1);
}

function nameOf(value: unknown): string {
  return value instanceof Dict ? "dict" : typeName(value);
}
