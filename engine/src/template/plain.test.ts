import fc from "fast-check";
import { expect, test } from "vitest";
import { renderTemplate } from "@daglings/templates";
import { buildContext } from "../build-context.ts";
import { DAG } from "../dag.ts";
import { EmptyOperator } from "../operators/empty.ts";
import { memoryStore } from "../store/memory.ts";
import { orderOf } from "../testing.ts";
import { isPlain, renderPlain } from "./plain.ts";
import { templateVariables } from "./variables.ts";

/** The context of a run of a day; a run by hand in Airflow 3 has no dates. */
function contextOf({ undated }: { readonly undated: boolean }) {
  const dag = new DAG({
    dagId: "plain",
    schedule: "@daily",
    startDate: "2019-01-01",
    airflow: undated ? 3 : 2,
  });
  const order = orderOf(new EmptyOperator({ dag, taskId: "t" }));
  return buildContext({
    dag,
    order: undated ? { ...order, run: { ...order.run, runType: "manual", undated } } : order,
    store: memoryStore(),
    signal: new AbortController().signal,
    log: () => {},
    pushed: {},
    triggered: [],
    extras: {},
  });
}

const dated = contextOf({ undated: false });

test.each([
  ["data/events/{{ds}}.json", "data/events/2019-01-01.json"],
  ["{{ ds }} {{next_ds}}\n{{ tomorrow_ds_nodash }}", "2019-01-01 2019-01-02\n20190102"],
  ["{{run_id}}", dated.runId],
  ["awk '{ print }' }", "awk '{ print }' }"],
])("%j is rendered without the room of templates", (template, rendered) => {
  expect(isPlain(template)).toBe(true);
  expect(renderPlain(template, dated)).toBe(rendered);
});

test.each([
  "{{ ds | upper }}",
  "{{ logical_date }}",
  "{{ dss }}",
  "{{- ds }}",
  "{{{ds}}}",
  "{# {{ds}} #}",
  "{{ds}}\n",
])("%j is not", (template) => {
  expect(isPlain(template)).toBe(false);
  expect(renderPlain(template, dated)).toBeNull();
});

test("a variable that a run does not have is left to the room that says why", () => {
  expect(renderPlain("{{ ds }}", contextOf({ undated: true }))).toBeNull();
  expect(renderPlain("{{ run_id }}", contextOf({ undated: true }))).toBe(dated.runId);
});

test("whatever is plain is rendered as the room of templates renders it", () => {
  const names = ["ds", "ts", "next_ds_nodash", "run_id", "logical_date", "none"];
  const pieces = [
    "{",
    "}",
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "-",
    " ",
    "\n",
    "\r",
    "a",
    "'",
    "{{ds}}",
    ...names,
  ];
  const variables = templateVariables(dated, () => 0);
  const templates = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((each) => each.join(""));
  fc.assert(
    fc.property(templates, (template) => {
      const plain = renderPlain(template, dated);
      fc.pre(plain !== null);
      expect(plain).toBe(renderTemplate(template, variables));
    }),
    { numRuns: 3000 },
  );
});
