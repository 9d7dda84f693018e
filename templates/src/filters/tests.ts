// Jinja's tests: what follows `is`.

import { compare, equals } from "../python/compare.ts";
import { arithmetic } from "../python/arithmetic.ts";
import { Dict } from "../python/dict.ts";
import { contains } from "../python/iterate.ts";
import { str } from "../python/print.ts";
import { PythonError } from "../python/python-error.ts";
import type { Signature } from "../python/bind.ts";
import { isCased } from "../python/letter-case.ts";
import {
  Callable,
  Generated,
  HostObject,
  isNumber,
  Markup,
  Namespace,
  PythonValue,
  Range,
  textOf,
  Tuple,
  Undefined,
} from "../python/values.ts";
import { isIterable } from "./text-filters.ts";

/** A signature without the value itself, and the question. */
export type Test = readonly [Signature, (value: unknown, ...args: unknown[]) => boolean];

const same = (value: unknown, other: unknown) => {
  if (
    value !== null &&
    typeof value !== "boolean" &&
    !(value instanceof Undefined) &&
    typeof value !== "object"
  ) {
    throw new PythonError(
      "sameas is for None, True, False and one and the same list or dict; write == instead",
    );
  }
  return value === other;
};

const equal: Test = ["other", (value, other) => equals(value, other)];
const greater: Test = ["other", (value, other) => compare(value, other, ">") > 0];
const greaterOrEqual: Test = ["other", (value, other) => compare(value, other, ">=") >= 0];
const less: Test = ["other", (value, other) => compare(value, other, "<") < 0];
const lessOrEqual: Test = ["other", (value, other) => compare(value, other, "<=") <= 0];
const unequal: Test = ["other", (value, other) => !equals(value, other)];
const modulo = (value: unknown, by: unknown) => arithmetic("%", value, by);

export const tests: Readonly<Record<string, Test>> = {
  defined: ["", (value) => !(value instanceof Undefined)],
  undefined: ["", (value) => value instanceof Undefined],
  none: ["", (value) => value === null],
  boolean: ["", (value) => typeof value === "boolean"],
  true: ["", (value) => value === true],
  false: ["", (value) => value === false],
  integer: ["", (value) => typeof value === "bigint"],
  float: ["", (value) => typeof value === "number"],
  number: ["", isNumber],
  string: ["", (value) => textOf(value) !== undefined],
  mapping: ["", (value) => value instanceof Dict],
  sequence: ["", isSequence],
  iterable: [
    "",
    (value) => (value instanceof Undefined ? isIterable(value) : isSequence(value) || isIterable(value)),
  ],
  callable: ["", (value) => value instanceof Callable],
  escaped: ["", (value) => value instanceof Markup],
  even: ["", (value) => equals(modulo(value, 2n), 0n)],
  odd: ["", (value) => equals(modulo(value, 2n), 1n)],
  divisibleby: ["num", (value, by) => equals(modulo(value, by), 0n)],
  lower: ["", (value) => isCased(str(value)) && str(value) === str(value).toLowerCase()],
  upper: ["", (value) => isCased(str(value)) && str(value) === str(value).toUpperCase()],
  in: ["seq", (value, container) => contains(container, value)],
  sameas: ["other", same],
  "==": equal,
  eq: equal,
  equalto: equal,
  "!=": unequal,
  ne: unequal,
  ">": greater,
  gt: greater,
  greaterthan: greater,
  ">=": greaterOrEqual,
  ge: greaterOrEqual,
  "<": less,
  lt: less,
  lessthan: less,
  "<=": lessOrEqual,
  le: lessOrEqual,
};

/** What has a length and items by number or key. */
function isSequence(value: unknown): boolean {
  if (value instanceof Undefined) throw value.error;
  if (
    value instanceof PythonValue ||
    value instanceof Generated ||
    value instanceof HostObject ||
    value instanceof Namespace
  )
    return false;
  return (
    textOf(value) !== undefined ||
    Array.isArray(value) ||
    value instanceof Tuple ||
    value instanceof Dict ||
    value instanceof Range
  );
}
