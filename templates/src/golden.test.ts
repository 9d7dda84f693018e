// Compares every template of the tables that Airflow has made with ours: the text is the same, or one of the two refuses.

import { describe, expect, test } from "vitest";
import { renderTemplate } from "./index.ts";
import { TemplateError } from "./template-error.ts";
import { readGolden, readTable, variablesOf } from "./testing.ts";

const leftOut = new Set((readGolden("left-out") as { templates: string[] }).templates);

/** null: it is refused. */
function rendered(template: string, variables: Readonly<Record<string, unknown>>): string | null {
  try {
    return renderTemplate(template, variables);
  } catch (error) {
    if (error instanceof TemplateError) return null;
    throw error;
  }
}

describe.each(["everyday", "wrong", "formats", "random"])("the table %s", (name) => {
  const table = readTable(name);
  const variables = variablesOf(table);
  const rows = table.vectors.map(([template, theirs]) => ({
    template,
    theirs: typeof theirs === "string" ? theirs : null,
    ours: rendered(template, variables),
  }));

  test("no template prints anything but what it prints in Airflow", () => {
    expect(rows.filter(({ theirs, ours }) => ours !== null && ours !== theirs)).toEqual([]);
  });

  test("what is refused here and not in Airflow is written down", () => {
    const refused = rows.filter(({ theirs, ours }) => ours === null && theirs !== null);
    expect(refused.map(({ template }) => template)).toEqual(
      rows.map(({ template }) => template).filter((template) => leftOut.has(template)),
    );
  });

  test("at most three in a hundred are refused, and none that people write", () => {
    const refused = rows.filter(({ theirs, ours }) => ours === null && theirs !== null).length;
    expect(refused / rows.length).toBeLessThanOrEqual(name === "everyday" ? 0 : 0.03);
  });
});
