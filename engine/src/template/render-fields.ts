// Renders the template fields of a task. The room of templates is large: it is loaded with the first field that needs it,
// and never for a DAG whose templates are plain.

import { UsageError } from "@daglings/words";
import type { TaskContext } from "../context.ts";
import { renderPlain } from "./plain.ts";
import { textsIn } from "./texts-in.ts";

export async function renderFields<Fields extends object>(
  fields: Fields,
  context: TaskContext,
): Promise<Fields> {
  const texts = textsIn(fields);
  if (!texts.some((text) => text.includes("{"))) return copied(fields, (text) => text) as Fields;
  const rendered = new Map(texts.map((text) => [text, renderPlain(text, context)]));
  if (!rendered.values().some((text) => text === null)) {
    return copied(fields, (text) => rendered.get(text) ?? text) as Fields;
  }
  const [{ renderTemplate }, { templateVariables }] = await Promise.all([
    import("@daglings/templates"),
    import("./variables.ts"),
  ]);
  return renderTemplate(
    fields,
    templateVariables(context, () => context.now().epochMilliseconds),
  );
}

/** Deeper than anyone writes by hand: such a value contains itself. */
const deepest = 1000;

/** What an attempt changes in its fields, the next one does not see. */
function copied(value: unknown, print: (text: string) => string, depth = 0): unknown {
  if (depth > deepest) {
    throw new UsageError("a template field contains itself; make it a list or an object without circles");
  }
  if (typeof value === "string") return print(value);
  if (Array.isArray(value)) return value.map((each) => copied(each, print, depth + 1));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, copied(each, print, depth + 1)]),
  );
}
