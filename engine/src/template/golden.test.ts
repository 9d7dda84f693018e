// Every template that Airflow itself has rendered, against ours.

import { readFileSync } from "node:fs";
import { env } from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderTemplate } from "@daglings/templates";
import { buildContext } from "../build-context.ts";
import type { RunType } from "../core/run.ts";
import { chain, DAG } from "../dag.ts";
import { isoText } from "../instants.ts";
import { BashOperator } from "../operators/bash.ts";
import { EmptyOperator } from "../operators/empty.ts";
import type { Schedule } from "../schedule/parse.ts";
import { memoryStore } from "../store/memory.ts";
import { leaseOf } from "../testing.ts";
import { templateVariables } from "./variables.ts";

type Rendered = string | { readonly error: string };

interface GoldenRun {
  readonly schedule: Schedule;
  readonly runType: RunType;
  readonly logicalDate: string;
  readonly conf?: Record<string, unknown>;
}

const file = new URL("../../../templates/golden/template-vectors.json", import.meta.url);
const { meta, vectors } = JSON.parse(readFileSync(file, "utf8")) as {
  meta: { dag: { params: Record<string, unknown> }; runs: Record<string, GoldenRun> };
  vectors: { template: string; everywhere?: Rendered; rendered?: Record<string, Rendered> }[];
};

const settings = {
  DAGLINGS_VAR_REGION: "eu",
  DAGLINGS_VAR_LIMITS: '{"max": 5}',
  DAGLINGS_CONN_SHOP: "postgres://me:s3cret@db.example:5432/shop?sslmode=require",
};
beforeAll(() => void Object.assign(env, settings));
afterAll(() => {
  for (const name of Object.keys(settings)) delete env[name];
});

function variablesOf(dagId: string, { schedule, runType, logicalDate, conf = {} }: GoldenRun) {
  const dag = new DAG({ dagId, schedule, startDate: "2019-01-01", params: meta.dag.params });
  const up = new EmptyOperator({ dag, taskId: "up" });
  chain(up, new BashOperator({ dag, taskId: "t", bashCommand: "true", params: { b: "three" } }));
  const date = Temporal.Instant.from(logicalDate);
  const { timetable } = dag.settings;
  const due = timetable.nextRun({ earliest: date, catchup: true });
  const interval = runType === "scheduled" && due ? due : timetable.manualInterval(date);
  const at = date.epochMilliseconds;
  const runId = `${runType}__${isoText(at)}`;
  const store = memoryStore();
  store.takeLease(leaseOf("test"), () => true);
  const values = { return_value: { n: [1, 2] }, k: "v" };
  const nothing = { dags: [], runs: [], tasks: [], attempts: [], events: [] };
  store.commit({
    holder: "test",
    ...nothing,
    assetEvents: [],
    assetQueues: [],
    traces: [],
    xcoms: [{ dagId, runId, taskId: "up", values }],
  });
  const dates = {
    dataIntervalStart: interval.start.epochMilliseconds,
    dataIntervalEnd: interval.end.epochMilliseconds,
  };
  const run = {
    runId,
    runType,
    logicalDate: at,
    ...dates,
    conf,
    undated: false,
    ignoresPast: false,
    assetEvents: [],
    startedAt: at,
  };
  const order = {
    dagId,
    runId,
    taskId: "t",
    tryNumber: 1,
    maxTries: 0,
    fencingToken: 1,
    startedAt: at,
    at,
    logFile: null,
    files: null,
    run,
  };
  const signal = new AbortController().signal;
  const context = buildContext({
    dag,
    order,
    store,
    signal,
    log: () => {},
    pushed: {},
    triggered: [],
    extras: {},
  });
  return templateVariables(context, () => at);
}

function orError(render: () => string): Rendered {
  try {
    return render();
  } catch (error) {
    return { error: String(error) };
  }
}

/** Its message is Airflow's own, and not ours. */
const anError = { error: expect.any(String) as string };

describe.each(Object.entries(meta.runs))("in the run %s, templates render as in Airflow", (name, run) => {
  test.each(vectors)("$template", ({ template, everywhere, rendered }) => {
    const theirs = everywhere ?? rendered?.[name];
    const expected = typeof theirs === "string" ? theirs : anError;
    expect(orError(() => renderTemplate(template, variablesOf(name, run)))).toEqual(expected);
  });
});
