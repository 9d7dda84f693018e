// The variables of a template: the task's context under Airflow's names, and what only templates have.

import { snakeCase, type SnakeCase } from "@daglings/words";
import type { CodeOnly, StoreReader, TaskContext } from "../context.ts";
import { lazily } from "../lazily.ts";
import { NamedTimetable } from "../schedule/named.ts";
import type { Schedule } from "../schedule/parse.ts";
import { connectionNamed, settingNames, variableNamed, type Connection } from "../settings.ts";
import { macros } from "./macros.ts";
import { withParameters } from "./values.ts";

/** What TypeScript's check of template strings knows. */
export type TemplateVariable = SnakeCase<Exclude<keyof TaskContext, CodeOnly>> | TemplateOnly;

const codeOnly: readonly string[] = ["signal", "log", "now", "store", "trigger"] satisfies CodeOnly[];

type TemplateOnly = "macros" | keyof typeof withoutMeaning;

/** Names that Airflow has and that mean nothing here: no datasets, no mapped tasks, no airflow.cfg. */
const withoutMeaning = {
  conf: {},
  inlets: [],
  outlets: [],
  inlet_events: {},
  outlet_events: {},
  triggering_dataset_events: {},
  expanded_ti_count: null,
  map_index_template: null,
};

/** Each variable is looked up when it is read: a template uses few, and some are costly. */
export function templateVariables(
  context: TaskContext,
  store: StoreReader,
  now: () => number,
): Readonly<Record<string, unknown>> {
  const names = Object.keys(context).filter((name) => !codeOnly.includes(name));
  const same = Object.fromEntries(
    names.map((name) => [snakeCase(name), () => context[name as keyof TaskContext]]),
  );
  const lookups: Record<string, () => unknown> = {
    ...same,
    dag: () => dagVariable(context),
    task: () => ({
      __str__: `<Task(${context.task.constructor.name}): ${context.task.taskId}>`,
      ...snakeCased(context.task.plan),
    }),
    dag_run: () => ({
      __str__: `<DagRun ${context.dag.dagId}: ${context.runId}>`,
      ...snakeCased(context.dagRun),
    }),
    ti: () => instanceVariable(context),
    task_instance: () => instanceVariable(context),
    var: () => variableLookups(context, store),
    conn: () => connectionLookups(context, store),
    macros: () => macros(now),
  };
  return Object.defineProperties({ ...withoutMeaning }, Object.getOwnPropertyDescriptors(lazily(lookups)));
}

function snakeCased(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [snakeCase(name), value]));
}

function dagVariable({ dag: { dagId, settings } }: TaskContext): Record<string, unknown> {
  return {
    __str__: `<DAG: ${dagId}>`,
    dag_id: dagId,
    description: settings.description,
    start_date: settings.startDate,
    end_date: settings.endDate,
    catchup: settings.catchup,
    max_active_runs: settings.maxActiveRuns,
    timezone: settings.timeZone,
    schedule_interval: scheduleValue(settings.schedule),
    params: settings.params,
  };
}

function scheduleValue(schedule: Schedule): string | Temporal.Duration | null {
  if (schedule instanceof NamedTimetable) return schedule.description;
  return typeof schedule === "object" && schedule !== null ? Temporal.Duration.from(schedule) : schedule;
}

function instanceVariable({ ti }: TaskContext): Record<string, unknown> {
  return {
    ...snakeCased(ti),
    __str__: `<TaskInstance: ${ti.dagId}.${ti.taskId} ${ti.runId}>`,
    xcom_pull: withParameters(
      ["task_ids", "dag_id", "key", "include_prior_dates"],
      (taskIds, dagId, key, includePriorDates) =>
        ti.xcomPull(Array.isArray(taskIds) ? taskIds.map(String) : String(taskIds), {
          ...(typeof dagId === "string" && { dagId }),
          ...(typeof key === "string" && { key }),
          includePriorDates: includePriorDates === true,
        }),
    ),
    xcom_push: withParameters(["key", "value"], (key, value) => ti.xcomPush(String(key), value)),
  };
}

function variableLookups({ var: { value, json } }: TaskContext, store: StoreReader): Record<string, unknown> {
  const all = settingNames(store, "variable").map(
    (name) => [name, variableNamed(store, name) ?? ""] as const,
  );
  const parsed = all.flatMap(([name, text]) => {
    try {
      return [[name, JSON.parse(text) as unknown]];
    } catch {
      return []; // not every variable is JSON, and asking for this one as JSON is then an error
    }
  });
  return {
    value: { ...Object.fromEntries(all), get: value.get },
    json: { ...Object.fromEntries(parsed), get: json.get },
  };
}

function connectionLookups({ conn }: TaskContext, store: StoreReader): Record<string, unknown> {
  const fieldsOf = (connection: Connection) => ({
    __str__: connection.connId,
    ...snakeCased(connection),
    get_uri: () => connection.uri,
  });
  const all = settingNames(store, "connection").map((name) => [name, fieldsOf(conn.get(name))] as const);
  const get = (name: unknown, ...fallback: unknown[]) => {
    const connection = connectionNamed(store, String(name));
    return connection || fallback.length === 0 ? fieldsOf(connection ?? conn.get(String(name))) : fallback[0];
  };
  return { ...Object.fromEntries(all), get };
}
