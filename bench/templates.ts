// The cost of a template that has been rendered before: the engine renders the same ones for each attempt.

import { renderTemplate } from "@daglings/engine";
import { middle, tell } from "./measure.ts";
import { title } from "./report.ts";

const date = Temporal.ZonedDateTime.from("2019-01-03T00:00[UTC]");
const variables = { ds: "2019-01-03", logical_date: date, names: ["a", "b", "c"] };

const templates = {
  "{{ ds }}": 10,
  "data/{{ logical_date.strftime('%Y-%m-%d') }}.json": null,
  "{% for name in names %}{{ loop.index }} {{ name | upper }} {% endfor %}": null,
} as const;

export function benchTemplates(): void {
  title("Rendering a template again");
  for (const [template, bound] of Object.entries(templates)) {
    const rounds = Array.from({ length: 20 }, () => microsecondsEach(template));
    tell({ what: template, value: middle(rounds.slice(5)), unit: "µs", ...(bound !== null && { bound }) });
  }
}

const times = 2000;

function microsecondsEach(template: string): number {
  const began = performance.now();
  for (let count = 0; count < times; count++) renderTemplate(template, variables);
  return ((performance.now() - began) / times) * 1000;
}
