// Renders the template fields of a task. Templates are a large room: they are loaded with the first field that has one,
// and a DAG without any does without them.

import type { TaskContext } from "../context.ts";
import { textsIn } from "./texts-in.ts";

export async function renderFields<Fields extends object>(
  fields: Fields,
  context: TaskContext,
): Promise<Fields> {
  if (!textsIn(fields).some((text) => text.includes("{"))) return copied(fields) as Fields;
  const [{ renderTemplate }, { templateVariables }] = await Promise.all([
    import("@daglings/templates"),
    import("./variables.ts"),
  ]);
  return renderTemplate(
    fields,
    templateVariables(context, () => context.now().epochMilliseconds),
  );
}

/** As rendering does: what an attempt changes in its fields, the next one does not see. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copied(each)]));
}
