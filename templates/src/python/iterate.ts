// What Python can iterate over, and what `in` and `len` say of it.

import { spend } from "../meter.ts";
import { equals } from "./compare.ts";
import { Dict, DictView } from "./dict.ts";
import { PythonError } from "./python-error.ts";
import {
  Callable,
  defined,
  HostObject,
  Generated,
  Markup,
  Namespace,
  PythonValue,
  Range,
  textOf,
  Tuple,
  typeName,
  Undefined,
} from "./values.ts";

export function* iterate(value: unknown): Generator<unknown, void, undefined> {
  defined(value);
  for (const item of iterableOf(value)) {
    spend();
    yield item;
  }
}

function iterableOf(value: unknown): Iterable<unknown> {
  if (typeof value === "string") return value;
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value as unknown[];
  if (value instanceof Tuple) return value.items;
  if (value instanceof Dict) return unchanged(value, value.keys());
  if (value instanceof DictView) return unchanged(value.dict, value.values);
  if (value instanceof Range) return rangeItems(value);
  if (value instanceof Generated) return { [Symbol.iterator]: () => unclosed(value.values) };
  if (value instanceof Undefined) return [];
  if (value instanceof PythonValue && "items" in value && Array.isArray(value.items))
    return value.items as unknown[];
  throw new PythonError(`a ${nameOf(value)} cannot be iterated over`);
}

/** Python refuses to go on with a dict that has grown or shrunk. */
function* unchanged(dict: Dict, items: readonly unknown[]): Generator {
  for (const item of items) {
    if (dict.size !== items.length) throw new PythonError("the dict changes its size during the loop");
    yield item;
  }
}

function* rangeItems(range: Range): Generator<bigint> {
  const { length } = range;
  for (let index = 0; index < length; index++) yield range.at(index);
}

/** JavaScript closes what a loop leaves early; Python goes on with the rest. */
function unclosed(values: Iterator<unknown>): Iterator<unknown> {
  return { next: () => values.next() };
}

export function listOf(value: unknown): unknown[] {
  return [...iterate(value)];
}

export function lengthOf(value: unknown): number {
  defined(value);
  const text = textOf(value);
  if (text !== undefined) return lettersIn(text);
  if (Array.isArray(value)) return value.length;
  if (value instanceof Tuple) return value.items.length;
  if (value instanceof Dict) return value.size;
  if (value instanceof DictView) return value.dict.size;
  if (value instanceof Range) return value.length;
  if (value instanceof Undefined) return 0;
  throw new PythonError(
    `a ${nameOf(value)} has no length${value instanceof Generated ? "; write … | list | length" : ""}`,
  );
}

/** Python counts code points. */
export function lettersIn(text: string): number {
  return isPlain(text) ? text.length : [...text].length;
}

/** Every letter is one unit of JavaScript's. */
export function isPlain(text: string): boolean {
  return !/[\ud800-\udfff]/.test(text);
}

export function contains(container: unknown, item: unknown): boolean {
  defined(container);
  const text = textOf(container);
  if (text !== undefined) {
    const part = textOf(defined(item));
    if (part === undefined)
      throw new PythonError(`only a text can be looked for in a text, not a ${nameOf(item)}`);
    return text.includes(part);
  }
  if (container instanceof Dict) return container.has(item);
  if (container instanceof DictView && container.kind === "keys") return container.dict.has(item);
  if (container instanceof HostObject || container instanceof Callable || container instanceof Namespace) {
    throw new PythonError(`in a ${typeName(container)} nothing can be looked for`);
  }
  for (const each of iterate(container)) if (equals(each, item)) return true;
  return false;
}

export function nameOf(value: unknown): string {
  if (value instanceof Dict) return "dict";
  return value instanceof DictView ? `dict_${value.kind}` : typeName(value);
}
