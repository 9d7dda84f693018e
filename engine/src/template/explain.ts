// What went wrong in a template, in the template's own words.

import { suggest, UsageError } from "@daglings/words";
import { environmentName } from "../settings.ts";
import { bareNamesIn } from "./scan.ts";

/** A printed expression has no value. */
export class UndefinedExpression extends Error {
  readonly expression: string;

  constructor(expression: string) {
    super(`${expression} is undefined`);
    this.expression = expression;
  }
}

/** `known`: the names that the template could have used. */
export function explainError(error: Error, template: string, known: readonly string[]): Error {
  if (error instanceof UndefinedExpression) {
    const printed = `{{ ${error.expression} }}`;
    return unknownName(printed, template, known) ?? new UsageError(`template "${printed}": ${error.message}`);
  }
  // minijinja's own errors end with a place in its name for our text; others come from functions that were called.
  const [, message] = /^(.*) \(in <string>:\d+\)/.exec(error.message) ?? [];
  if (message === undefined) return error;
  const unknown = message === "undefined value" ? unknownName(template, template, known) : undefined;
  const [, operator] = /tried to use ([+-]) operator on unsupported types .*map/.exec(message) ?? [];
  const hint =
    operator === undefined ? "" : "; dates have no + and - here: write add(days=1) or subtract(days=1)";
  return unknown ?? new UsageError(`template "${shortened(template)}": ${message}${hint}`);
}

/** The first name in `part` of a template that nothing stands for, as an error. */
export function unknownName(
  part: string,
  template: string,
  known: readonly string[],
): UsageError | undefined {
  const name = bareNamesIn(part).find((each) => !known.includes(each) && !isLocal(each, template));
  if (name !== undefined) {
    return new UsageError(`template variable "${name}" is unknown${suggest(name, known)}`);
  }
  const [, kind, id = ""] = /\b(var\.(?:value|json)|conn)\.(?!get\b)(\w+)/.exec(part) ?? [];
  if (kind === undefined) return undefined;
  const setting = kind === "conn" ? "connection" : "variable";
  return new UsageError(`${setting} "${id}" does not exist; set ${environmentName(setting, id)}`);
}

const ofTheLanguage = new Set(
  "and or not in is if else elif endif for endfor set endset with endwith macro endmacro filter endfilter raw endraw "
    .concat(
      "do call endcall block endblock include import from as recursive ignore missing context true false none True False ",
      "None defined undefined loop self super caller range dict namespace debug",
    )
    .split(" "),
);

/** A word of Jinja, or a name that the template itself gives: {% set x = … %}, {% for x in … %}. */
function isLocal(name: string, template: string): boolean {
  return (
    ofTheLanguage.has(name) ||
    new RegExp(`\\{%[-+]?\\s*(set|for|with|macro)\\b[^%]*\\b${name}\\b`).test(template)
  );
}

function shortened(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
