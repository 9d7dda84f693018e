// Jinja's filters for numbers.

import { toFloat } from "../python/to-float.ts";
import { fixed } from "../python/format-spec.ts";
import { nameOf } from "../python/iterate.ts";
import { PythonError } from "../python/python-error.ts";
import { strip } from "../python/text-methods.ts";
import { countOf, defined, integerOf, isNumber, PythonValue, textOf } from "../python/values.ts";
import type { Filters } from "./filter.ts";

/** Python's int(text, base); undefined if it is not one. */
function integerIn(text: string, base: number): bigint | undefined {
  const trimmed = strip(text, null, true, true);
  const [, sign = "", prefix = "", digits = ""] = /^([-+]?)(0[bBoOxX]_?)?(.*)$/s.exec(trimmed) ?? [];
  const prefixes: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16 };
  const own = prefix === "" ? undefined : prefixes[prefix.charAt(1).toLowerCase()];
  const isPrefixed = own !== undefined && (own === base || base === 0);
  const actual = base === 0 ? (own ?? 10) : base;
  const body = isPrefixed || prefix === "" ? digits : prefix + digits;
  const values = "0123456789abcdefghijklmnopqrstuvwxyz".slice(0, actual);
  if (!/^[0-9A-Za-z]+(?:_[0-9A-Za-z]+)*$/.test(body)) return undefined;
  const clean = body.replaceAll("_", "").toLowerCase();
  if (base === 0 && own === undefined && /^0+[1-9]/.test(clean)) return undefined;
  let result = 0n;
  for (const digit of clean) {
    const value = values.indexOf(digit);
    if (value === -1) return undefined;
    result = result * BigInt(actual) + BigInt(value);
  }
  return sign === "-" ? -result : result;
}

/** Python's float(text); undefined if it is not one. */
function floatIn(text: string): number | undefined {
  const trimmed = strip(text, null, true, true).toLowerCase();
  const word = /^([-+]?)(inf|infinity|nan)$/.exec(trimmed);
  if (word) return word[2] === "nan" ? Number.NaN : word[1] === "-" ? -Infinity : Infinity;
  if (!/^[-+]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[-+]?\d+(?:_\d+)*)?$/.test(trimmed))
    return undefined;
  return Number(trimmed.replaceAll("_", ""));
}

function toInteger(value: unknown, otherwise: unknown, base: unknown): unknown {
  const fallback = otherwise === undefined ? 0n : otherwise;
  const text = textOf(defined(value));
  if (text !== undefined) {
    if (text.length > 4300) return fallback;
    return (
      integerIn(text, base === undefined ? 10 : countOf(base, "base")) ?? truncated(floatIn(text)) ?? fallback
    );
  }
  const integer = integerOf(value);
  if (integer !== undefined) return integer;
  if (typeof value !== "number") return fallback;
  if (Number.isNaN(value)) return fallback;
  // Jinja catches the error of a NaN, but not that of an infinite float.
  if (!Number.isFinite(value)) throw new PythonError("an infinite float cannot become an int");
  return truncated(value);
}

function truncated(value: number | undefined): bigint | undefined {
  return value === undefined || !Number.isFinite(value) ? undefined : BigInt(Math.trunc(value));
}

function toFloating(value: unknown, otherwise: unknown): unknown {
  const fallback = otherwise === undefined ? 0 : otherwise;
  const text = textOf(defined(value));
  if (text !== undefined) return floatIn(text) ?? fallback;
  return isNumber(value) ? toFloat(value) : fallback;
}

function rounded(value: unknown, precision: unknown, method: unknown): unknown {
  const digits = precision === undefined ? 0 : countOf(precision, "precision");
  const way = method ?? "common";
  if (way !== "common" && way !== "ceil" && way !== "floor")
    throw new PythonError('round knows "common", "ceil" and "floor"');
  if (!isNumber(defined(value))) throw new PythonError(`round takes a number, not a ${nameOf(value)}`);
  if (way === "common") return roundCommon(value as bigint | number | boolean, digits);
  const number = toFloat(value as bigint | number | boolean);
  const factor = 10 ** digits;
  const scaled = number * factor;
  if (!Number.isFinite(scaled)) throw new PythonError("a float without end cannot be rounded");
  const whole = way === "ceil" ? Math.ceil(scaled) : Math.floor(scaled);
  return (whole || 0) / factor;
}

function roundCommon(value: bigint | number | boolean, digits: number): bigint | number {
  const integer = integerOf(value);
  if (integer !== undefined) return digits >= 0 ? integer : roundInteger(integer, 10n ** BigInt(-digits));
  const number = value as number;
  if (!Number.isFinite(number) || digits > 22) return number;
  if (digits < 0)
    throw new PythonError(
      "rounding a float to tens or hundreds is not supported here; write … | int | round(-1)",
    );
  const size = Number(fixed(Math.abs(number), digits));
  return number < 0 || Object.is(number, -0) ? -size : size;
}

/** Rounds to a multiple of `unit`, and to the even one of two. */
function roundInteger(value: bigint, unit: bigint): bigint {
  const rest = ((value % unit) + unit) % unit;
  const below = value - rest;
  const isUp = rest * 2n > unit || (rest * 2n === unit && (below / unit) % 2n !== 0n);
  return isUp ? below + unit : below;
}

export const numberFilters: Filters = {
  int: ["default? base?", toInteger],
  float: ["default?", toFloating],
  round: ["precision? method?", rounded],
  abs: [
    "",
    (value) => {
      defined(value);
      if (isNumber(value)) {
        const integer = integerOf(value);
        if (integer === undefined) return Math.abs(value as number);
        return integer < 0n ? -integer : integer;
      }
      const own = value instanceof PythonValue ? value.arithmetic("absolute", null, false) : undefined;
      if (own === undefined) throw new PythonError(`abs takes a number, not a ${nameOf(value)}`);
      return own;
    },
  ],
};
