// Renders templates with minijinja, strictly: a name that does not exist is an error, never an empty text.

import { Environment } from "minijinja-js";
import { asError, UsageError } from "../errors.ts";
import { environmentName } from "../settings.ts";
import { didYouMean } from "../suggest.ts";
import { bareNamesIn, replaceExpressions, wordsIn } from "./scan.ts";
import { isoformat, type TemplateDate } from "./date.ts";
import { strftime } from "./strftime.ts";
import { fromTemplate, pythonPrint, toTemplate } from "./values.ts";

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

/** Of the template under way: the expressions it prints, and what functions that it called have thrown. */
let printed: string[] = [];
let thrown: unknown[] = [];
const keep = (error: unknown) => void thrown.push(error);

/** Takes the place of what is undefined, so that it can be told from `none`. */
const missing = "__missing__";

function renderText(text: string, variables: Variables): string {
  const words = wordsIn(text);
  const names = Object.keys(variables);
  const used = Object.fromEntries(
    names.filter((name) => words.has(name)).map((name) => [name, variables[name]]),
  );
  printed = [];
  thrown = [];
  // Jinja prints values as Python does, minijinja as Rust does. So each expression is handed to a filter of ours.
  const source = replaceExpressions(text, (expression) => {
    const index = printed.push(expression) - 1;
    return `((${expression}) | default(${missing})) | __print__(${index})`;
  });
  try {
    const values = toTemplate({ ...used, [missing]: { [missing]: true } }, keep);
    const rendered = environment().renderStr(source, values);
    if (thrown.length === 0) return rendered;
  } catch (error) {
    keep(error);
  }
  throw explain(asError(thrown[0]), text, names);
}

let made: Environment | undefined;

function environment(): Environment {
  if (made) return made;
  made = new Environment();
  made.undefinedBehavior = "strict";
  made.enablePyCompat();
  const addFilter = (name: string, filter: (value: unknown, argument: unknown) => unknown) => {
    made?.addFilter(name, (value: unknown, argument: unknown) => {
      try {
        return filter(value, argument);
      } catch (error) {
        return keep(error); // thrown when rendering is over: minijinja would not survive it
      }
    });
  };
  addFilter("__print__", (value, index) => {
    if (value instanceof Map && value.has(missing)) throw new Undefined(printed[Number(index)]);
    return pythonPrint(value);
  });
  addFilter("string", pythonPrint);
  for (const [name, format] of Object.entries(dateFilters)) {
    addFilter(name, (value) => formatDate(name, fromTemplate(value), format));
  }
  return made;
}

const dateFilters = {
  ds: "%Y-%m-%d",
  ds_nodash: "%Y%m%d",
  ts: "",
  ts_nodash: "%Y%m%dT%H%M%S",
  ts_nodash_with_tz: "%Y%m%dT%H%M%S%z",
};

function formatDate(filter: string, date: unknown, format: string): string | null {
  if (date === undefined || date === null) return null;
  const zoned = date instanceof Temporal.PlainDateTime ? date.toZonedDateTime("UTC") : date;
  if (!(zoned instanceof Temporal.ZonedDateTime)) {
    throw new UsageError(`filter "${filter}" takes a date such as logical_date, not ${pythonPrint(date)}`);
  }
  return format === "" ? isoformat(date as TemplateDate) : strftime(zoned, format);
}

/** Something that a template prints is undefined. */
class Undefined extends Error {
  constructor(expression = "") {
    super(expression);
  }
}

/** What went wrong, in the words of the template. */
function explain(error: Error, text: string, known: readonly string[]): Error {
  const isUndefined = error instanceof Undefined;
  const fromMinijinja = /^(.*?)( \(in <string>:\d+\))?$/m.exec(error.message)?.[1] ?? "";
  if (!isUndefined && fromMinijinja !== "undefined value") {
    return / \(in <string>:\d+\)/.test(error.message)
      ? new UsageError(`template ${quote(text)}: ${fromMinijinja}`)
      : error;
  }
  const where = isUndefined ? `{{ ${error.message} }}` : text;
  const name = bareNamesIn(where).find((each) => !known.includes(each) && !isLocal(each, text));
  if (name !== undefined)
    return new UsageError(`template variable "${name}" is unknown${didYouMean(name, known)}`);
  const [, kind, id = ""] = /\b(var\.(?:value|json)|conn)\.(?!get\b)(\w+)/.exec(where) ?? [];
  if (kind === undefined) return new UsageError(`template ${quote(where)}: undefined value`);
  const setting = kind === "conn" ? "connection" : "variable";
  return new UsageError(`${setting} "${id}" does not exist; set ${environmentName(setting, id)}`);
}

/** Named by the template itself: {% set x = … %}, {% for x in … %}. */
function isLocal(name: string, text: string): boolean {
  return (
    [
      "loop",
      "self",
      "super",
      "caller",
      "range",
      "true",
      "false",
      "none",
      "None",
      "True",
      "False",
      "dict",
      "namespace",
      "debug",
    ].includes(name) || new RegExp(`\\{%[-+]?\\s*(set|for|with|macro)\\b[^%]*\\b${name}\\b`).test(text)
  );
}

function quote(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return `"${line.length > 60 ? `${line.slice(0, 59)}…` : line}"`;
}
