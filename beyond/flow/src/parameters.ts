// A flow's parameters, checked before it begins against the schema that its author has chosen.

import type { Issue, StandardSchema } from "./standard-schema.ts";

/** The parameters do not fit their schema. */
export class ParameterTypeError extends Error {
  override readonly name = "ParameterTypeError";
}

export async function validate(
  schema: StandardSchema | undefined,
  parameters: unknown,
  flow: string,
): Promise<unknown> {
  if (schema === undefined) return parameters;
  const outcome = await schema["~standard"].validate(parameters);
  if (outcome.issues === undefined) return outcome.value;
  const issues = outcome.issues.map((issue) => ` - ${placeOf(issue)}: ${issue.message}`);
  throw new ParameterTypeError(`flow "${flow}" received invalid parameters:\n${issues.join("\n")}`);
}

function placeOf({ path = [] }: Issue): string {
  const names = path.map((part) => String(typeof part === "object" ? part.key : part));
  return names.join(".") || "parameters";
}
