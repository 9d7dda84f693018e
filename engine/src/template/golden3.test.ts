import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { RunIdentity, RunType } from "../core/run.ts";
import { DAG } from "../dag.ts";
import { FunctionOperator } from "../operators/function.ts";
import { attempt, orderOf } from "../testing.ts";

interface Row {
  readonly run_type: RunType;
  readonly logical_date: string | null;
  readonly start: string | null;
  readonly end: string | null;
  readonly run_after: string;
  readonly run_id: string;
  /** null: there is no such variable. */
  readonly texts: Readonly<Record<string, string | null>>;
}

const file = new URL("../../golden/context-3.json", import.meta.url);
const { runs } = JSON.parse(readFileSync(file, "utf8")) as { runs: Row[] };

function instantOf(text: string): number {
  return Temporal.PlainDateTime.from(text).toZonedDateTime("UTC").epochMilliseconds;
}

function identityOf(row: Row): RunIdentity {
  const after = row.run_after;
  return {
    runId: row.run_id,
    runType: row.run_type,
    logicalDate: instantOf(row.logical_date ?? after),
    dataIntervalStart: instantOf(row.start ?? after),
    dataIntervalEnd: instantOf(row.end ?? after),
    conf: { colour: "red" },
    ignoresPast: false,
    undated: row.logical_date === null,
    assetEvents: [],
  };
}

/** The text, or null where the template's variable is unknown. */
async function render(row: Row, name: string): Promise<unknown> {
  const dag = new DAG({ dagId: "dag", schedule: null, airflow: 3, params: { size: 3 } });
  const template: string = `{{ ${name} }}`;
  const task = new FunctionOperator({
    dag,
    taskId: "work",
    templatesDict: { text: template },
    callable: ({ templatesDict: { text } }) => text,
  });
  const run = { ...orderOf(task).run, ...identityOf(row), startedAt: instantOf(row.run_after) };
  const { outcome, xcoms } = await attempt(task, { order: { run, runId: row.run_id } });
  if (outcome.type === "success") return xcoms["return_value"];
  return outcome.type === "failed" && /unknown|does not exist|no logical date/.test(outcome.error)
    ? null
    : outcome;
}

describe.each(runs.map((row) => [`${row.run_type} ${row.logical_date ?? "without a date"}`, row] as const))(
  "in a run of Airflow 3: %s",
  (_, row) => {
    test.each(Object.entries(row.texts))("%s is %s", async (name, expected) => {
      expect(await render(row, name)).toBe(expected);
    });
  },
);
