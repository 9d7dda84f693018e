// Most templates are a text with `{{ ds }}` or the like in it. They are rendered here, because the room of templates,
// which knows all the others, takes as long to load as half the engine. Any other template is left to that room.

import type { TaskContext } from "../context.ts";

/** The variables that are texts, and nothing else, by their names in a template. */
const texts = new Map<string, keyof TaskContext>([
  ["ds", "ds"],
  ["ds_nodash", "dsNodash"],
  ["ts", "ts"],
  ["ts_nodash", "tsNodash"],
  ["ts_nodash_with_tz", "tsNodashWithTz"],
  ["next_ds", "nextDs"],
  ["next_ds_nodash", "nextDsNodash"],
  ["prev_ds", "prevDs"],
  ["prev_ds_nodash", "prevDsNodash"],
  ["yesterday_ds", "yesterdayDs"],
  ["yesterday_ds_nodash", "yesterdayDsNodash"],
  ["tomorrow_ds", "tomorrowDs"],
  ["tomorrow_ds_nodash", "tomorrowDsNodash"],
  ["run_id", "runId"],
]);

const name = /\{\{ *(\w+) *\}\}/;

/** Alternates between text and names; null if the template has more than that. */
function partsOf(template: string): string[] | null {
  if (/\r|\n$/.test(template)) return null; // ends of lines are printed as Jinja prints them
  const parts = template.split(name);
  return parts.every((part, index) => (index % 2 === 0 ? isData(part) : texts.has(part))) ? parts : null;
}

/** A brace may belong to the sign beside it. */
function isData(part: string): boolean {
  return !/^\}|\{$|\{[{%#]/.test(part);
}

/** Nothing can be wrong with it before it is rendered. */
export function isPlain(template: string): boolean {
  return partsOf(template) !== null;
}

/** Null if it is not plain, or one of its variables has no text in this run. */
export function renderPlain(template: string, context: TaskContext): string | null {
  const parts = partsOf(template);
  if (parts === null) return null;
  const printed = parts.map((part, index) => (index % 2 === 0 ? part : textOf(part, context)));
  return printed.includes(null) ? null : printed.join("");
}

/** Some runs do not have some of them: then the room of templates says why. */
function textOf(variable: string, context: TaskContext): string | null {
  const field = texts.get(variable);
  if (field === undefined || !Object.getOwnPropertyDescriptor(context, field)?.enumerable) return null;
  const value = context[field];
  return typeof value === "string" ? value : null;
}
