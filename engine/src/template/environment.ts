// Renders templates with minijinja, strictly: a name that does not exist is an error, never an empty text.

import { createRequire } from "node:module";
import type Minijinja from "minijinja-js";
import { UsageError } from "@daglings/words";
import { asError } from "../errors.ts";
import { isoformat } from "./date.ts";
import { explainError, UndefinedExpression, unknownName } from "./explain.ts";
import { replaceExpressions, wordsIn } from "./scan.ts";
import { strftime } from "./strftime.ts";
import { fromTemplate, pythonPrint, toTemplate, type Watch } from "./values.ts";

/** Values by name. Only those that a template names are read. */
export type Variables = Readonly<Record<string, unknown>>;

/** Renders a text, or every text in lists and objects. An object's keys, and all other values, stay as they are. */
export function renderTemplate<T>(value: T, variables: Variables): T;
export function renderTemplate(value: unknown, variables: Variables): unknown {
  if (typeof value === "string") return renderText(value, variables);
  if (Array.isArray(value)) return value.map((item: unknown) => renderTemplate(item, variables));
  if (typeof value !== "object" || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [key, renderTemplate(item, variables)]));
}

/** Of the template under way: the expressions it prints, and what its calls have met. */
let printed: string[] = [];
const watch: Watch = { thrown: [], gotUndefined: false };

/** Takes the place of what is undefined, so that it can be told from `none`. */
const missing = "__missing__";

function renderText(text: string, variables: Variables): string {
  const words = wordsIn(text);
  const names = Object.keys(variables);
  const used = Object.fromEntries(
    names.filter((name) => words.has(name)).map((name) => [name, variables[name]]),
  );
  printed = [];
  watch.thrown = [];
  watch.gotUndefined = false;
  // Jinja prints values as Python does, minijinja as Rust does. So each expression is handed to a filter of ours.
  const source = replaceExpressions(text, (expression) => {
    const index = printed.push(expression) - 1;
    // What is undefined goes into a filter without a word, where Jinja refuses it; only `default` is made for it.
    const [, filtered] = /^\s*([A-Za-z_]\w*)\s*\|(?!\s*(?:default|d)\b)/.exec(expression) ?? [];
    const unfiltered = filtered === undefined ? undefined : unknownName(`{{ ${filtered} }}`, text, names);
    if (unfiltered) watch.thrown.push(unfiltered);
    return `((${expression}) | default(${missing})) | __print__(${index})`;
  });

  let rendered = "";
  try {
    const values = toTemplate({ ...used, [missing]: { [missing]: true } }, watch);
    rendered = environment().renderStr(source, values);
  } catch (error) {
    watch.thrown.push(error);
  }
  // A function that is handed something undefined does not know it.
  const unknown = watch.gotUndefined ? unknownName(text, text, names) : undefined;
  if (unknown) throw unknown;
  if (watch.thrown.length > 0) throw explainError(asError(watch.thrown[0]), text, names);
  return rendered;
}

let made: Minijinja.Environment | undefined;

function environment(): Minijinja.Environment {
  if (made) return made;
  // A WebAssembly module, loaded with the first template.
  const minijinja = createRequire(import.meta.url)("minijinja-js") as typeof Minijinja;
  made = new minijinja.Environment();
  made.undefinedBehavior = "strict";
  made.enablePyCompat();
  addFilter("__print__", (value, index) => {
    if (!(value instanceof Map && value.has(missing))) return pythonPrint(value);
    throw new UndefinedExpression(printed[Number(index)] ?? "");
  });
  addFilter("string", pythonPrint);
  for (const [name, format] of Object.entries(dateFilters)) {
    addFilter(name, (value) => formatDate(name, fromTemplate(value), format));
  }
  return made;
}

function addFilter(name: string, filter: (value: unknown, argument: unknown) => unknown): void {
  made?.addFilter(name, (value: unknown, argument: unknown) => {
    try {
      return filter(value, argument);
    } catch (error) {
      watch.thrown.push(error); // thrown when rendering is over: minijinja would not survive it
      return undefined;
    }
  });
}

const dateFilters = {
  ds: (date: Temporal.ZonedDateTime) => strftime(date, "%Y-%m-%d"),
  ds_nodash: (date: Temporal.ZonedDateTime) => strftime(date, "%Y%m%d"),
  ts: isoformat,
  ts_nodash: (date: Temporal.ZonedDateTime) => strftime(date, "%Y%m%dT%H%M%S"),
  ts_nodash_with_tz: (date: Temporal.ZonedDateTime) => isoformat(date).replace(/[-:]/g, ""),
};

function formatDate(
  filter: string,
  date: unknown,
  format: (date: Temporal.ZonedDateTime) => string,
): string | null {
  if (date === undefined) return null; // None stays None
  const zoned = date instanceof Temporal.PlainDateTime ? date.toZonedDateTime("UTC") : date;
  if (zoned instanceof Temporal.ZonedDateTime) return format(zoned);
  throw new UsageError(`filter "${filter}" takes a date such as logical_date, not ${pythonPrint(date)}`);
}
