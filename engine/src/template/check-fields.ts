// What is wrong with the templates of a DAG, as far as that can be told before its first run. A refusal it is not: as in
// Airflow, the run then fails where the template is rendered. For commands and pages that show a DAG.

import { checkTemplate, type TemplateError } from "@daglings/templates";
import type { TaskFacts } from "../context.ts";
import { templateNames } from "./variables.ts";

export interface TemplateFault {
  readonly taskId: string;
  /** The template itself: the error says at which of its letters it goes wrong. */
  readonly template: string;
  readonly error: TemplateError;
}

/** A task with its template fields. */
type TemplatedTask = Pick<TaskFacts, "taskId"> & { readonly fields: object };

/** Of all fields of all tasks, in their order. A template that stands twice is parsed once. */
export function checkTemplates(tasks: readonly TemplatedTask[]): TemplateFault[] {
  return tasks.flatMap(({ taskId, fields }) =>
    textsIn(fields).flatMap((template) => {
      const error = checkTemplate(template, templateNames);
      return error === null ? [] : [{ taskId, template, error }];
    }),
  );
}

/** At any depth, but only where texts are rendered. */
function textsIn(fields: object): string[] {
  const parts = new Set<unknown>([fields]);
  // Grows while it is walked.
  for (const part of parts) {
    if (typeof part !== "object" || part === null) continue;
    const isRendered = Array.isArray(part) || Object.getPrototypeOf(part) === Object.prototype;
    for (const each of isRendered ? Object.values(part) : []) parts.add(each);
  }
  return [...parts].filter((part) => typeof part === "string");
}
