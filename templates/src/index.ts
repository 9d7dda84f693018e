// Airflow's templates: Jinja, printing as Python prints, with pendulum's dates and Airflow's filters and macros. Knows
// nothing of DAGs.

export { checkTemplate, renderTemplate } from "./render.ts";
export type { Variables } from "./evaluate/scope.ts";
export { macros } from "./macros.ts";
export { templateFunction, templateObject } from "./python/from-host.ts";
export { TemplateError } from "./template-error.ts";
