// Python's json: dumps with its spaces, and loads.

import { Float, toPython } from "./from-host.ts";
import { deeper, spend, spendText } from "../meter.ts";
import { Dict } from "./dict.ts";
import { nameOf } from "./iterate.ts";
import { floatText, integerText } from "./print.ts";
import { PythonError } from "./python-error.ts";
import { sorted } from "./sort.ts";
import { defined, isNumber, textOf, Tuple } from "./values.ts";

export interface JsonOptions {
  /** null: all in one line. */
  readonly indent?: string | null;
  readonly sortKeys?: boolean;
  readonly isAscii?: boolean;
  readonly separators?: readonly [item: string, key: string];
}

export function dumps(value: unknown, options: JsonOptions = {}): string {
  const { indent = null, sortKeys = false, isAscii = true } = options;
  const [comma, colon] = options.separators ?? [indent === null ? ", " : ",", ": "];
  return write(value, "\n");

  function write(each: unknown, newline: string): string {
    spend();
    defined(each);
    if (each === null) return "null";
    if (typeof each === "boolean") return String(each);
    const text = textOf(each);
    if (text !== undefined) return quoted(text, isAscii);
    if (isNumber(each)) return numberText(each);
    return deeper("the value", () => container(each, newline));
  }

  function container(each: unknown, newline: string): string {
    const inner = indent === null ? newline : newline + indent;
    const around = (open: string, parts: readonly string[], close: string) => {
      if (parts.length === 0) return open + close;
      if (indent === null) return open + parts.join(comma) + close;
      return open + inner + parts.join(comma + inner) + newline + close;
    };
    if (Array.isArray(each) || each instanceof Tuple) {
      const items: readonly unknown[] = each instanceof Tuple ? each.items : each;
      return around(
        "[",
        items.map((item) => write(item, inner)),
        "]",
      );
    }
    if (!(each instanceof Dict))
      throw new PythonError(`a ${nameOf(each)} cannot be written as JSON; write … | string`);
    const entries = sortKeys ? sorted(each.entries(), ([key]) => key) : each.entries();
    return around(
      "{",
      entries.map(([key, item]) => `${keyText(key)}${colon}${write(item, inner)}`),
      "}",
    );
  }

  function keyText(key: unknown): string {
    const text = textOf(key);
    if (text !== undefined) return quoted(text, isAscii);
    if (key === null || typeof key === "boolean") return `"${key === null ? "null" : String(key)}"`;
    if (isNumber(key)) return `"${numberText(key)}"`;
    throw new PythonError(`a ${nameOf(key)} cannot be a key of JSON`);
  }
}

function numberText(value: bigint | number | boolean): string {
  if (typeof value === "bigint") return integerText(value);
  const text = floatText(Number(value));
  return { inf: "Infinity", "-inf": "-Infinity", nan: "NaN" }[text] ?? text;
}

function quoted(text: string, isAscii: boolean): string {
  spendText(text.length);
  const json = JSON.stringify(text);
  return isAscii
    ? json.replace(/[\x7f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    : json;
}

/** JSON's text as Python's values; 1.0 stays a float. */
export function loads(value: unknown): unknown {
  const text = textOf(defined(value));
  if (text === undefined) throw new PythonError(`json.loads takes a str, not a ${nameOf(value)}`);
  try {
    return toPython(JSON.parse(text, withNumbers));
  } catch (cause) {
    throw new PythonError(`this is not JSON: ${(cause as Error).message}`, { cause });
  }
}

/** How a number is written says whether it is an int. */
function withNumbers(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || context?.source === undefined) return value;
  return /[.eE]/.test(context.source) ? new Float(value) : BigInt(context.source);
}
