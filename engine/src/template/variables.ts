// The variables of a template: the task's context under Airflow's names, and some that only templates have.

import { macros, templateFunction, templateObject } from "@daglings/templates";
import { snakeCase } from "@daglings/words";
import type { CodeOnly, Lookup, TaskContext } from "../context.ts";
import type { AirflowVersion } from "../schedule/airflow.ts";
import { NamedTimetable } from "../schedule/named.ts";
import type { Schedule } from "../schedule/parse.ts";
import type { Connection } from "../settings.ts";
import { withoutMeaning, withoutMeaningInAirflow3 } from "./names.ts";

const codeOnly: readonly string[] = [
  "signal",
  "log",
  "now",
  "store",
  "outletEvents",
  "trigger",
  "triggeringAssetEvents", // under the name that its Airflow has
] satisfies (CodeOnly | "triggeringAssetEvents")[];

/** What the variables of an attempt are read from. */
interface Source {
  readonly context: TaskContext;
  readonly now: () => number;
}

const sources = new WeakMap<object, Source>();

/** Each variable is looked up when it is read: a template uses few, and some are costly. */
export function templateVariables(
  context: TaskContext,
  now: () => number,
): Readonly<Record<string, unknown>> {
  const { airflow } = context.dag.settings;
  const onlyInTemplates = airflow === 2 ? withoutMeaning : withoutMeaningInAirflow3;
  const variables: object = { ...onlyInTemplates };
  sources.set(variables, { context, now });
  return Object.defineProperties(variables, gettersFor(Object.keys(context), airflow)) as Record<
    string,
    unknown
  >;
}

/** By version and fields: nearly all attempts have the same ones. */
const known = new Map<string, PropertyDescriptorMap>();

function gettersFor(fields: readonly string[], airflow: AirflowVersion): PropertyDescriptorMap {
  const key = [airflow, ...fields].join(" ");
  const made = known.get(key) ?? makeGetters(fields, airflow);
  known.set(key, made);
  return made;
}

function makeGetters(fields: readonly string[], airflow: AirflowVersion): PropertyDescriptorMap {
  const same = fields.flatMap((name) =>
    codeOnly.includes(name)
      ? []
      : [[snakeCase(name), ({ context }: Source) => context[name as keyof TaskContext]] as const],
  );
  const lookups: Record<string, (source: Source) => unknown> = {
    ...Object.fromEntries(same),
    dag: ({ context }) => dagVariable(context),
    task: ({ context: { task } }) =>
      templateObject(`<Task(${task.constructor.name}): ${task.taskId}>`, snakeCased(task.plan)),
    // Airflow prints what only Airflow knows.
    dag_run: ({ context }) => templateObject(null, snakeCased(context.dagRun)),
    ti: ({ context }) => instanceVariable(context),
    task_instance: ({ context }) => instanceVariable(context),
    var: ({ context }) => variableLookups(context),
    conn: ({ context }) => connectionLookups(context),
    macros: ({ now }) => macros(now),
    [airflow === 2 ? "triggering_dataset_events" : "triggering_asset_events"]: ({ context }) =>
      triggeringEvents(context),
  };
  const getters = Object.entries(lookups).map(([name, lookup]) => {
    const get = function (this: object): unknown {
      const source = sources.get(this);
      return source && lookup(source);
    };
    return [name, { get, enumerable: true, configurable: true }] as const;
  });
  return Object.fromEntries(getters);
}

function snakeCased(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [snakeCase(name), value]));
}

function dagVariable({ dag: { dagId, settings } }: TaskContext): unknown {
  return templateObject(`<DAG: ${dagId}>`, {
    dag_id: dagId,
    description: settings.description,
    start_date: settings.startDate,
    end_date: settings.endDate,
    catchup: settings.catchup,
    max_active_runs: settings.maxActiveRuns,
    timezone: settings.timeZone,
    schedule_interval: settings.assets.length > 0 ? "Dataset" : scheduleValue(settings.schedule),
    params: settings.params,
  });
}

function scheduleValue(schedule: Schedule): string | Temporal.Duration | null {
  if (schedule instanceof NamedTimetable) return schedule.description;
  return typeof schedule === "object" && schedule !== null ? Temporal.Duration.from(schedule) : schedule;
}

/** By the asset's name, which is its URI in Airflow 2. */
function triggeringEvents({ triggeringAssetEvents }: TaskContext): unknown {
  const events = Object.entries(triggeringAssetEvents).map(([name, list]) => {
    const variables = list.map(({ asset, sourceDagRun, ...event }) =>
      templateObject(null, {
        ...snakeCased(event),
        uri: asset,
        source_dag_run: sourceDagRun && templateObject(null, snakeCased(sourceDagRun)),
      }),
    );
    return [name, variables] as const;
  });
  return Object.fromEntries(events);
}

function instanceVariable({ ti }: TaskContext): unknown {
  const xcomPull = templateFunction(
    "xcom_pull",
    "task_ids dag_id? key? include_prior_dates?",
    (taskIds, dagId, key, includePriorDates) =>
      ti.xcomPull(Array.isArray(taskIds) ? taskIds.map(String) : String(taskIds), {
        ...(typeof dagId === "string" && { dagId }),
        ...(typeof key === "string" && { key }),
        includePriorDates: includePriorDates === true,
      }),
  );
  const xcomPush = templateFunction("xcom_push", "key value", (key, value) =>
    ti.xcomPush(String(key), value),
  );
  // Airflow prints what only Airflow knows.
  return templateObject(null, { ...snakeCased(ti), xcom_pull: xcomPull, xcom_push: xcomPush });
}

/** `var.value.region` and `var.value.get("region", "eu")`: looked up when they are read. */
function variableLookups({ var: { value, json } }: TaskContext): unknown {
  const lookups = (lookup: Lookup<unknown>) =>
    templateObject(null, (name) => (name === "get" ? getter(lookup) : lookup.get(name)));
  return templateObject(null, { value: lookups(value), json: lookups(json) });
}

function connectionLookups({ conn }: TaskContext): unknown {
  const fieldsOf = (connection: Connection) =>
    templateObject(connection.connId, { ...snakeCased(connection), get_uri: () => connection.uri });
  const lookup: Lookup<unknown> = {
    get: (name, ...fallback) => {
      const found = conn.get(name, ...fallback);
      return found === fallback[0] && fallback.length > 0 ? found : fieldsOf(found as Connection);
    },
  };
  return templateObject(null, (name) => (name === "get" ? getter(lookup) : lookup.get(name)));
}

function getter(lookup: Lookup<unknown>): unknown {
  return templateFunction("get", "key default?", (name, ...fallback) =>
    lookup.get(String(name), ...(fallback[0] === undefined ? [] : [fallback[0]])),
  );
}
