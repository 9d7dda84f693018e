// The variables of a template: the task's context under Airflow's names, and what only templates have.

import { macros, templateFunction, templateObject } from "@daglings/templates";
import { snakeCase } from "@daglings/words";
import type { CodeOnly, Lookup, TaskContext } from "../context.ts";
import { lazily } from "../lazily.ts";
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

/** Each variable is looked up when it is read: a template uses few, and some are costly. */
export function templateVariables(
  context: TaskContext,
  now: () => number,
): Readonly<Record<string, unknown>> {
  const names = Object.keys(context).filter((name) => !codeOnly.includes(name));
  const same = Object.fromEntries(
    names.map((name) => [snakeCase(name), () => context[name as keyof TaskContext]]),
  );
  const onlyInTemplates = context.dag.settings.airflow === 2 ? withoutMeaning : withoutMeaningInAirflow3;
  const lookups: Record<string, () => unknown> = {
    ...same,
    dag: () => dagVariable(context),
    task: () =>
      templateObject(
        `<Task(${context.task.constructor.name}): ${context.task.taskId}>`,
        snakeCased(context.task.plan),
      ),
    // Airflow prints what only Airflow knows.
    dag_run: () => templateObject(null, snakeCased(context.dagRun)),
    ti: () => instanceVariable(context),
    task_instance: () => instanceVariable(context),
    var: () => variableLookups(context),
    conn: () => connectionLookups(context),
    macros: () => macros(now),
    [context.dag.settings.airflow === 2 ? "triggering_dataset_events" : "triggering_asset_events"]: () =>
      triggeringEvents(context),
  };
  return Object.defineProperties({ ...onlyInTemplates }, Object.getOwnPropertyDescriptors(lazily(lookups)));
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

/** `var.value.region` and `var.value.get("region", "eu")`: looked up when they are asked for. */
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
