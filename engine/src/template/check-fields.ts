// What is wrong with the templates of a DAG, as far as that can be known before its first run. Nothing is refused: as in
// Airflow, the run fails when the template is rendered. For commands and pages that show a DAG.

import type { TemplateError } from "@daglings/templates";
import type { TaskFacts } from "../context.ts";
import { templateNames } from "./names.ts";
import { isPlain } from "./plain.ts";
import { textsIn } from "./texts-in.ts";

export interface TemplateFault {
  readonly taskId: string;
  /** The template itself: the error says at which of its letters it goes wrong. */
  readonly template: string;
  readonly error: TemplateError;
}

/** A task with its template fields, and its inlets and outlets. */
type TemplatedTask = Pick<TaskFacts, "taskId"> & {
  readonly fields: object;
  readonly declared: object | null;
};

/** All fields of all tasks, in their order. A template that occurs twice is parsed once. */
export async function checkTemplates(tasks: readonly TemplatedTask[]): Promise<TemplateFault[]> {
  const others = tasks.flatMap(({ taskId, fields, declared }) =>
    textsIn({ fields, declared }).flatMap((template) => (isPlain(template) ? [] : [{ taskId, template }])),
  );
  if (others.length === 0) return [];
  const { checkTemplate } = await import("@daglings/templates");
  return others.flatMap(({ taskId, template }) => {
    const error = checkTemplate(template, templateNames);
    return error === null ? [] : [{ taskId, template, error }];
  });
}
