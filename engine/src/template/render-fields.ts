// Renders the template fields of a task. Templates are a large room: they are loaded with the first field that has one,
// and a DAG without any does without them.

import type { TaskContext } from "../context.ts";
import { textsIn } from "./texts-in.ts";

export async function renderFields<Fields extends object>(
  fields: Fields,
  context: TaskContext,
): Promise<Fields> {
  if (!textsIn(fields).some((text) => text.includes("{"))) return fields;
  const [{ renderTemplate }, { templateVariables }] = await Promise.all([
    import("@daglings/templates"),
    import("./variables.ts"),
  ]);
  return renderTemplate(
    fields,
    templateVariables(context, () => context.now().epochMilliseconds),
  );
}
