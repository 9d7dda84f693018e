// Carries JavaScript's values into templates, and arguments back to the functions that templates call.

import { deeper, spend } from "../meter.ts";
import { callable, type Signature } from "./bind.ts";
import { Dict } from "./dict.ts";
import { PythonError } from "./python-error.ts";
import {
  Callable,
  defined,
  HostObject,
  Generated,
  Markup,
  PythonValue,
  Range,
  Tuple,
  Undefined,
} from "./values.ts";
import { listOf } from "./iterate.ts";
import { dateOf, hostDateOf } from "../dates/host-dates.ts";

/** A number that is a float even where JavaScript would take it for an int: 1.0. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** Plain objects become dicts, arrays lists: copies, so that a template cannot change the caller's values. */
export function toPython(value: unknown): unknown {
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "bigint") return value;
  if (value === null || value === undefined) return null;
  if (typeof value === "number")
    return Number.isInteger(value) && !Object.is(value, -0) ? BigInt(value) : value;
  if (value instanceof Float) return value.value;
  if (typeof value === "function") return hostFunction(value as (...args: unknown[]) => unknown);
  if (isPython(value)) return value;
  const date = dateOf(value);
  if (date) return date;
  spend();
  return deeper("the value", () => {
    if (Array.isArray(value)) return value.map(toPython);
    if (value instanceof Map)
      return new Dict([...value].map(([key, item]) => [toPython(key), toPython(item)]));
    if (typeof value === "object")
      return new Dict(Object.entries(value).map(([key, item]) => [key, toPython(item)]));
    throw new PythonError(`a ${typeof value} has no meaning in a template`);
  });
}

function isPython(value: unknown): boolean {
  return [HostObject, Callable, PythonValue, Dict, Tuple, Markup, Range, Generated, Undefined].some(
    (kind) => value instanceof kind,
  );
}

/** A JavaScript function takes its arguments by position. */
function hostFunction(run: (...args: unknown[]) => unknown): Callable {
  const name = run.name === "" ? "the function" : run.name;
  return new Callable(name, ({ positional, named }) => {
    if (named.size > 0) throw new PythonError(`${name} takes no arguments by name`);
    return toPython(run(...positional.map(fromPython)));
  });
}

/** A function for templates, whose arguments go by position or by name. It gets JavaScript's values. */
export function templateFunction(
  name: string,
  signature: Signature,
  run: (...args: unknown[]) => unknown,
): Callable {
  return callable(name, signature, (...args) => toPython(run(...args.map(fromPython))));
}

/** An object for templates. `fields` are looked up when they are asked for; `printed` is how the object prints. */
export function templateObject(
  printed: string | null,
  fields: Readonly<Record<string, unknown>> | ((name: string) => unknown),
): HostObject {
  const known = new Map<string, unknown>();
  return new HostObject(printed, (name) => {
    if (known.has(name)) return known.get(name);
    const value =
      typeof fields === "function"
        ? fields(name)
        : Object.hasOwn(fields, name)
          ? (fields[name] ?? null)
          : undefined;
    const result = value === undefined ? undefined : toPython(value);
    known.set(name, result);
    return result;
  });
}

function fromPython(value: unknown): unknown {
  if (value === undefined) return undefined; // an argument that was left out
  defined(value);
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value instanceof Markup) return value.text;
  return deeper("the value", () => {
    if (value instanceof Dict)
      return Object.fromEntries(
        value.entries().map(([key, item]) => [String(fromPython(key)), fromPython(item)]),
      );
    if (
      Array.isArray(value) ||
      value instanceof Tuple ||
      value instanceof Range ||
      value instanceof Generated
    ) {
      return listOf(value).map(fromPython);
    }
    return value instanceof PythonValue ? hostDateOf(value) : value;
  });
}
