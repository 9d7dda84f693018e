// A DAG: its options, its tasks, and the order among them.

import { UsageError, type AirflowVersion, type Asset, type DAG } from "@daglings/engine";
import { assetText } from "./asset.ts";
import { exportTask } from "./export-task.ts";
import type { PythonName } from "./modules.ts";
import { namesOfPreamble } from "./preamble.ts";
import { call, datetime, literal, timedelta, variablesFor } from "./python.ts";
import { timetable } from "./timetable.ts";

interface ExportedDag {
  readonly text: string;
  readonly uses: readonly PythonName[];
}

export function exportDag(dag: DAG, airflow: AirflowVersion): ExportedDag {
  const tasks = dag.tasks.map((task) => exportTask(task, airflow));
  const schedule = scheduleOf(dag, airflow);
  const variables = variablesFor(
    dag.tasks.map(({ taskId }) => taskId),
    namesOfPreamble,
  );
  const nameOf = (taskId: string) => variables.get(taskId) ?? taskId;
  const lines = tasks.map(({ taskId, text }) => `    ${nameOf(taskId)} = ${text}`);
  const order = dag.tasks.flatMap(({ taskId, upstream }) => {
    const names = upstream.map(nameOf);
    const before = names.length === 1 ? names.join("") : `[${names.join(", ")}]`;
    return upstream.length === 0 ? [] : [`    ${before} >> ${nameOf(taskId)}`];
  });
  const body = [...lines, ...(order.length === 0 ? [] : [order.join("\n")])].join("\n\n");
  return {
    text: `with ${call("DAG", optionsOf(dag, schedule.text))} as dag:\n${body}\n`,
    uses: [...schedule.uses, ...tasks.flatMap(({ uses }) => uses)],
  };
}

function optionsOf({ dagId, settings }: DAG, schedule: string) {
  const { description, startDate, endDate, catchup, maxActiveRuns, maxActiveTasks, dagRunTimeout, params } =
    settings;
  return {
    dag_id: literal(dagId),
    description: description === "" ? undefined : literal(description),
    schedule,
    start_date: startDate ? datetime(startDate.epochMilliseconds) : undefined,
    end_date: endDate ? datetime(endDate.epochMilliseconds) : undefined,
    catchup: literal(catchup),
    max_active_runs: literal(maxActiveRuns),
    max_active_tasks: literal(maxActiveTasks),
    dagrun_timeout: dagRunTimeout === null ? undefined : timedelta(dagRunTimeout),
    params: Object.keys(params).length === 0 ? undefined : literal(params),
    on_success_callback: settings.onSuccess ? `call_back_of_run("onSuccess")` : undefined,
    on_failure_callback: settings.onFailure ? `call_back_of_run("onFailure")` : undefined,
  };
}

function scheduleOf(dag: DAG, airflow: AirflowVersion): ExportedDag {
  const { assets } = dag.settings;
  if (assets.length === 0) return timetable(dag);
  for (const asset of assets) refuseWatch(asset, dag.place);
  const { name } = assetText(airflow, "");
  return { text: `[${assets.map((asset) => assetText(airflow, asset.name).text).join(", ")}]`, uses: [name] };
}

/** Airflow's API takes a signal; the other watches are programs, which Airflow does not have. */
function refuseWatch({ name, watch }: Asset, place: string): void {
  if (watch === null || watch.kind === "signal") return;
  const kind = watch.kind === "file" ? "fileArrival" : "tableChange";
  throw new UsageError(
    `${place}: asset "${name}": Airflow has no counterpart of ${kind}; use apiSignal, and let the program that ` +
      `brings the data report it to Airflow's API with POST /assets/events`,
  );
}
