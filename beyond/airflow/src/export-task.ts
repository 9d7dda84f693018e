// A task: what all operators share, around what each operator has of its own.

import type { AirflowVersion, Operator } from "@daglings/engine";
import { assetText } from "./asset.ts";
import type { PythonName } from "./modules.ts";
import { operatorOf } from "./operators.ts";
import { call, datetime, literal, timedelta, type Keywords } from "./python.ts";

interface ExportedTask {
  readonly taskId: string;
  readonly text: string;
  readonly uses: readonly PythonName[];
}

export function exportTask(task: Operator, airflow: AirflowVersion): ExportedTask {
  const { name, own, runsInNode } = operatorOf(task, airflow);
  const options = { task_id: literal(task.taskId), ...own, ...sharedOptions(task, airflow, runsInNode) };
  const assets = task.outlets.map((asset) => assetText(airflow, asset.name).name);
  return { taskId: task.taskId, text: call(name, options, "    "), uses: [name, ...assets] };
}

const usualRetryDelay = 300_000;

/** Airflow's defaults are ours unless its configuration changes them: options that it can change are always written. */
function sharedOptions(task: Operator, airflow: AirflowVersion, runsInNode: boolean): Keywords {
  const { plan, dag, params, outlets, doXComPush } = task;
  const { startDate, endDate } = dag.settings;
  const isOwn = (date: number | null, ofDag: Temporal.Instant | null): date is number =>
    date !== null && date !== ofDag?.epochMilliseconds;
  return {
    retries: literal(plan.retries),
    retry_delay: plan.retryDelay === usualRetryDelay ? undefined : timedelta(plan.retryDelay),
    retry_exponential_backoff: plan.exponentialBackoff ? "True" : undefined,
    max_retry_delay: plan.maxRetryDelay === null ? undefined : timedelta(plan.maxRetryDelay),
    execution_timeout: plan.executionTimeout === null ? undefined : timedelta(plan.executionTimeout),
    trigger_rule: plan.triggerRule === "all_success" ? undefined : literal(plan.triggerRule),
    depends_on_past: plan.dependsOnPast ? "True" : undefined,
    start_date: isOwn(plan.startDate, startDate) ? datetime(plan.startDate) : undefined,
    end_date: isOwn(plan.endDate, endDate) ? datetime(plan.endDate) : undefined,
    params: Object.keys(params).length === 0 ? undefined : literal(params),
    outlets:
      outlets.length === 0
        ? undefined
        : `[${outlets.map((asset) => assetText(airflow, asset.name).text).join(", ")}]`,
    do_xcom_push: doXComPush ? undefined : "False",
    ...callbacks(task, runsInNode),
  };
}

function callbacks({ callbacks: own }: Operator, runsInNode: boolean): Keywords {
  const named = {
    // If node carries out the attempt, the attempt calls it itself.
    on_execute_callback: runsInNode ? undefined : own.onExecute && "onExecute",
    on_success_callback: own.onSuccess && "onSuccess",
    on_failure_callback: own.onFailure && "onFailure",
    on_retry_callback: own.onRetry && "onRetry",
    on_skipped_callback: own.onSkipped && "onSkipped",
  };
  return Object.fromEntries(
    Object.entries(named).map(([key, name]) => [key, name && `call_back(${literal(name)})`]),
  );
}
