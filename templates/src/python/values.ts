// Python's values as JavaScript's: None is null, an int a bigint, a float a number, a str a string, a list an array.
// What JavaScript has nothing for has a class here, or next to the dates.

import { type Missing, PythonError, UndefinedError } from "./python-error.ts";

export class Tuple {
  readonly items: readonly unknown[];
  /** The names of a tuple's items, if they have names. */
  readonly fields: readonly string[];
  /** What such a tuple is called when it prints; null: like any other. */
  readonly printedName: string | null;

  constructor(items: readonly unknown[], fields: readonly string[] = [], printedName: string | null = null) {
    this.items = items;
    this.fields = fields;
    this.printedName = printedName;
  }
}

/** HTML that is escaped already: what is added to it is escaped too. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export class Range {
  readonly start: bigint;
  readonly stop: bigint;
  readonly step: bigint;

  constructor(start: bigint, stop: bigint, step: bigint) {
    [this.start, this.stop, this.step] = [start, stop, step];
  }

  get length(): number {
    const span = this.step > 0n ? this.stop - this.start : this.start - this.stop;
    const size = this.step > 0n ? this.step : -this.step;
    return span <= 0n ? 0 : Number((span + size - 1n) / size);
  }

  at(index: number): bigint {
    return this.start + this.step * BigInt(index);
  }
}

/** What can be iterated over once: the result of map, select and so on. */
export class Generated {
  readonly values: Iterator<unknown>;
  readonly kind: string;

  constructor(values: Iterator<unknown>, kind = "generator") {
    this.values = values;
    this.kind = kind;
  }
}

/** The value of what does not exist. Only a few filters and tests can do anything with it. */
export class Undefined {
  readonly message: string;
  /** The name that stands for nothing, and where. */
  readonly missing: Missing | null;
  /** The missing `else` of `x if y`: prints as nothing. */
  readonly isLenient: boolean;

  constructor(message: string, missing: Missing | null = null, isLenient = false) {
    this.message = message;
    this.missing = missing;
    this.isLenient = isLenient;
  }

  get error(): UndefinedError {
    return new UndefinedError(this.message, this.missing);
  }
}

/** A function, a method, a class: what can be called. */
export class Callable {
  readonly name: string;
  readonly call: (call: Call) => unknown;
  /** What else a class has. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** How it prints, unless that is an address in memory. */
  readonly printed: string | null;

  constructor(
    name: string,
    call: (call: Call) => unknown,
    attributes: Readonly<Record<string, unknown>> = {},
    printed: string | null = null,
  ) {
    this.name = name;
    this.call = call;
    this.attributes = attributes;
    this.printed = printed;
  }
}

export interface Call {
  readonly positional: readonly unknown[];
  readonly named: ReadonlyMap<string, unknown>;
}

/** An object of the host's: its attributes are looked up one by one. */
export class HostObject {
  readonly printed: string | null;
  readonly attribute: (name: string) => unknown;

  /**
   * `printed`: how it prints; null if it should not be printed. `attribute` returns undefined for what does not exist.
   */
  constructor(printed: string | null, attribute: (name: string) => unknown) {
    this.printed = printed;
    this.attribute = attribute;
  }
}

/** `namespace()`: an object with attributes that `set` can change. */
export class Namespace {
  readonly values = new Map<string, unknown>();
}

/** A type that brings its own answers: dates, and what loops offer. */
export abstract class PythonValue {
  abstract readonly typeName: string;
  /** undefined: there is none. */
  abstract attribute(name: string): unknown;
  abstract str(): string;
  repr(): string {
    return this.str();
  }
  /** A text that equal values share, to find them in a dict; null: it cannot be a key. */
  key(): string | null {
    return null;
  }
  equals(other: unknown): boolean {
    return this === other;
  }
  /** Negative, 0 or positive; undefined where there is no order. */
  compare(_other: unknown): number | undefined {
    return undefined;
  }
  /** undefined if the operator does not know the two. `isReversed`: `other` comes first. */
  arithmetic(_operator: string, _other: unknown, _isReversed: boolean): unknown {
    return undefined;
  }
  isTrue(): boolean {
    return true;
  }
}

const names: readonly (readonly [(value: unknown) => boolean, string])[] = [
  [(value) => value === null, "NoneType"],
  [(value) => typeof value === "boolean", "bool"],
  [(value) => typeof value === "bigint", "int"],
  [(value) => typeof value === "number", "float"],
  [(value) => typeof value === "string", "str"],
  [(value) => Array.isArray(value), "list"],
  [(value) => value instanceof Tuple, "tuple"],
  [(value) => value instanceof Markup, "Markup"],
  [(value) => value instanceof Range, "range"],
  [(value) => value instanceof Callable, "function"],
  [(value) => value instanceof Namespace, "Namespace"],
  [(value) => value instanceof HostObject, "object"],
];

/** What Python calls its type, for messages. */
export function typeName(value: unknown): string {
  if (value instanceof PythonValue) return value.typeName;
  if (value instanceof Generated) return value.kind;
  if (value instanceof Undefined) return "Undefined";
  return names.find(([is]) => is(value))?.[1] ?? "object";
}

/** Refuses what is undefined: for each use of a value that Jinja's StrictUndefined forbids. */
export function defined<T>(value: T): Exclude<T, Undefined> {
  if (value instanceof Undefined && !value.isLenient) throw value.error;
  return value as Exclude<T, Undefined>;
}

/** A str, or what counts as one. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return value instanceof Markup ? value.text : undefined;
}

export function isNumber(value: unknown): value is bigint | number | boolean {
  return typeof value === "bigint" || typeof value === "number" || typeof value === "boolean";
}

/** An int; a bool is one. */
export function integerOf(value: unknown): bigint | undefined {
  if (typeof value === "bigint") return value;
  return typeof value === "boolean" ? BigInt(value) : undefined;
}

/** An int that is used as an index or a count. */
export function countOf(value: unknown, what: string): number {
  const integer = integerOf(defined(value));
  if (integer === undefined) throw new PythonError(`${what} must be an int, not ${typeName(value)}`);
  return Number(integer);
}
