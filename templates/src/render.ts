// Renders templates as Airflow does: strictly, so that a name that does not exist is an error, never an empty text.

import { suggest, UsageError } from "@daglings/words";
import { compileBody, type Print } from "./evaluate/compile-statement.ts";
import { globals } from "./evaluate/globals.ts";
import { type Rendering, Scope, type Variables } from "./evaluate/scope.ts";
import { metered } from "./meter.ts";
import { PythonError, UndefinedError } from "./python/python-error.ts";
import { normalized } from "./syntax/lexer.ts";
import { type FreeName, freeNamesIn } from "./syntax/names.ts";
import { parseTemplate } from "./syntax/parse-template.ts";
import { SyntaxFault } from "./syntax/syntax-fault.ts";
import { inLine, partAt, TemplateError } from "./template-error.ts";

/** Renders a text, or every text in lists and objects. An object's keys, and all other values, stay as they are. */
export function renderTemplate<T>(value: T, variables: Variables): T;
export function renderTemplate(value: unknown, variables: Variables): unknown {
  return renderWithin(value, variables, 0);
}

/** Deeper than what anyone writes by hand: such a value contains itself. */
const deepest = 1000;

function renderWithin(value: unknown, variables: Variables, depth: number): unknown {
  if (typeof value === "string") return renderText(value, variables);
  if (typeof value !== "object" || value === null) return value;
  if (depth > deepest)
    throw new UsageError("a template field contains itself; make it a list or an object without circles");
  if (Array.isArray(value)) return value.map((item: unknown) => renderWithin(item, variables, depth + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [key, renderWithin(item, variables, depth + 1)]));
}

function renderText(text: string, variables: Variables): string {
  if (!isTemplate(text)) return normalized(text);
  const { print } = compiled(text);
  const rendering: Rendering = { variables, at: 0 };
  try {
    return metered(() => print(new Scope(rendering)));
  } catch (error) {
    throw explained(error, text, rendering);
  }
}

function isTemplate(text: string): boolean {
  return text.includes("{{") || text.includes("{%") || text.includes("{#");
}

interface Compiled {
  readonly print: Print;
  readonly freeNames: readonly FreeName[];
}

/** By text: the same template is rendered for each attempt. */
const cache = new Map<string, Compiled>();
const mostCached = 1000;

function compiled(text: string): Compiled {
  const known = cache.get(text);
  if (known) return known;
  const made = compile(text);
  // The oldest goes first.
  if (cache.size >= mostCached) for (const [oldest] of cache.entries().take(1)) cache.delete(oldest);
  cache.set(text, made);
  return made;
}

function compile(text: string): Compiled {
  try {
    const body = parseTemplate(text);
    return { print: compileBody(body), freeNames: freeNamesIn(body) };
  } catch (error) {
    if (error instanceof SyntaxFault) {
      const source = normalized(text);
      throw new TemplateError(`${partAt(source, error.at)}: ${error.message}`, source, error.at, {
        cause: error,
      });
    }
    throw tooDeep(error, text);
  }
}

/**
 * What is wrong with a template, as far as that can be told before it is rendered: it does not parse, it has an unknown
 * filter, or it asks for a variable that is not one of `known`.
 */
export function checkTemplate(text: string, known: readonly string[]): TemplateError | null {
  if (!isTemplate(text)) return null;
  try {
    const names = new Set([...known, ...globals.keys()]);
    const unknown = compiled(text).freeNames.find(({ name, isOptional }) => !isOptional && !names.has(name));
    return unknown ? unknownVariable(unknown, text, known) : null;
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
}

function unknownVariable(
  { name, at }: { name: string; at: number },
  text: string,
  known: readonly string[],
): TemplateError {
  const source = normalized(text);
  return new TemplateError(
    `template variable "${name}" is unknown${inLine(source, at)}${suggest(name, known)}`,
    source,
    at,
  );
}

function explained(error: unknown, text: string, { at, variables }: Rendering): unknown {
  if (error instanceof UndefinedError && error.missing?.name) {
    return unknownVariable({ name: error.missing.name, at: error.missing.at }, text, Object.keys(variables));
  }
  const source = normalized(text);
  if (error instanceof PythonError) {
    const place = error instanceof UndefinedError ? (error.missing?.at ?? at) : at;
    return new TemplateError(`${partAt(source, place)}: ${error.message}`, source, place, { cause: error });
  }
  // A refusal by the host says what is wrong itself.
  if (error instanceof UsageError) return new TemplateError(error.message, source, at, { cause: error });
  return tooDeep(error, text, at);
}

/** JavaScript's own RangeErrors: the stack is exhausted, or a date is out of range. */
function tooDeep(error: unknown, text: string, at = 0): unknown {
  if (!(error instanceof RangeError)) return error;
  const source = normalized(text);
  const message = /call stack/.test(error.message) ? "it goes too deep; split it" : error.message;
  return new TemplateError(`${partAt(source, at)}: ${message}`, source, at, { cause: error });
}
