// Which values are kept as JSON, and how two lists of arguments are told apart.

import { hash } from "node:crypto";
import type { Kept } from "./record.ts";

/** Deeper values break where they are written together with others. */
const deepest = 1000;

/** null if JSON would not give the value back unchanged; then a replay computes it again. */
export function keep(value: unknown): Kept | null {
  if (value === undefined) return {};
  try {
    return isPlain(value, new Set()) ? { value } : null;
  } catch {
    return null; // it throws when it is looked at
  }
}

function isPlain(value: unknown, above: ReadonlySet<object>): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== "object" || above.has(value) || above.size === deepest) return false;
  if (Object.getOwnPropertySymbols(value).length > 0) return false;
  // A list with holes, or with fields of its own.
  if (Array.isArray(value) && Object.keys(value).length !== value.length) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype) return false;
  const below = new Set(above).add(value);
  return Object.values(value).every((each) => isPlain(each, below));
}

/** Arguments as a text: keys in the order in which they were written, functions and instances by name. */
function textOf(values: readonly unknown[]): string {
  const above: object[] = [];
  function show(this: unknown, _: string, value: unknown): unknown {
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value === "function") return `function ${value.name}`;
    if (typeof value !== "object" || value === null) return value;
    while (above.length > 0 && above.at(-1) !== this) above.pop();
    if (above.includes(value)) return "itself";
    if (above.length === deepest) return "nested too deeply";
    above.push(value);
    if (value instanceof Map || value instanceof Set) return [value.constructor.name, ...value];
    return value instanceof Error ? `${value.name}: ${value.message}` : value;
  }
  return JSON.stringify(values, show);
}

const longestShown = 200;

export function describeArguments(values: readonly unknown[]): {
  readonly hash: string;
  readonly text: string;
} {
  const text = textOf(values);
  const shown = text.slice(1, -1);
  return {
    hash: hash("sha256", text, "base64url"),
    text: shown.length > longestShown ? `${shown.slice(0, longestShown)}…` : shown,
  };
}
