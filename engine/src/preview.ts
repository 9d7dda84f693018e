// What the templates of an attempt come to, and what its variables are: for pages that show a run. Nothing is carried out.

import { buildContext } from "./build-context.ts";
import type { StoreReader } from "./context.ts";
import type { DAG } from "./dag.ts";
import { asError } from "./errors.ts";
import type { AttemptOrder } from "./ports.ts";
import { makeMask } from "./mask.ts";
import { templateNames } from "./template/names.ts";

export interface RenderedField {
  /** "bashCommand", or within one, "templatesDict.inputPath" */
  readonly field: string;
  readonly template: string;
  /** null: it cannot be rendered, see `error`. */
  readonly rendered: string | null;
  readonly error: string | null;
}

export interface TemplatePreview {
  /** By Airflow's names, as a template prints them. One that this run does not have is missing. */
  readonly variables: Readonly<Record<string, string>>;
  readonly fields: readonly RenderedField[];
}

/** Whose text tells nothing, or what nobody may see. */
const untold = new Set(["macros", "var", "conn", "dag", "task", "ti", "task_instance", "dag_run"]);

export async function previewTemplates({
  dag,
  order,
  store,
}: {
  readonly dag: DAG;
  readonly order: AttemptOrder;
  readonly store: StoreReader;
}): Promise<TemplatePreview> {
  const [{ renderTemplate }, { templateVariables }] = await Promise.all([
    import("@daglings/templates"),
    import("./template/variables.ts"),
  ]);
  const none = { log: () => {}, pushed: {}, triggered: [], extras: {} };
  const context = buildContext({ dag, order, store, signal: new AbortController().signal, ...none });
  const mask = makeMask(store);
  const known = templateVariables(context, () => order.at);
  const render = (template: string): Pick<RenderedField, "rendered" | "error"> => {
    try {
      return { rendered: mask(renderTemplate(template, known)), error: null };
    } catch (error) {
      return { rendered: null, error: mask(asError(error).message) };
    }
  };
  const variables = templateNames.flatMap((name) => {
    const { rendered } = untold.has(name) ? { rendered: null } : render(`{{ ${name} }}`);
    return rendered === null ? [] : [[name, rendered] as const];
  });
  const fields = textsBelow(dag.task(order.taskId).fields, "").map(([field, template]) => ({
    field,
    template,
    ...render(template),
  }));
  return { variables: Object.fromEntries(variables), fields };
}

function textsBelow(value: unknown, path: string): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    textsBelow(each, path === "" ? name : `${path}.${name}`),
  );
}
