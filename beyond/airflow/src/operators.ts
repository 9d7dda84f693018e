// Which of Airflow's operators a task becomes. Whatever Airflow can do by itself, it does; everything else is a Python
// function that lets node carry out the attempt.

import {
  ApprovalSensor,
  BashOperator,
  BranchOperator,
  EmailOperator,
  EmptyOperator,
  ExternalTaskSensor,
  ShortCircuitOperator,
  TriggerDagOperator,
  UsageError,
  type AirflowVersion,
  type Operator,
} from "@daglings/engine";
import type { PythonName } from "./modules.ts";
import { foreignTemplate } from "./native-templates.ts";
import { literal, timedelta, type Keywords } from "./python.ts";

interface AirflowOperator {
  readonly name: PythonName;
  /** In addition to what all operators have. */
  readonly own: Keywords;
  readonly runsInNode: boolean;
}

const native = (name: PythonName, own: Keywords): AirflowOperator => ({ name, own, runsInNode: false });
const inNode = (name: PythonName, callable: string, own: Keywords = {}): AirflowOperator => ({
  name,
  own: { python_callable: callable, ...own },
  runsInNode: true,
});

export function operatorOf(task: Operator, airflow: AirflowVersion): AirflowOperator {
  return nativeOf(task, airflow) ?? nodeOf(task);
}

/** Null if only the kit knows how. A class that a user has derived does more than Airflow knows about. */
function nativeOf(task: Operator, airflow: AirflowVersion): AirflowOperator | null {
  switch (task.constructor) {
    case BashOperator:
      return bash(task as BashOperator<string>, airflow);
    case EmailOperator:
      return email(task as EmailOperator<string, string, string>, airflow);
    case EmptyOperator:
      return native("EmptyOperator", {});
    case ExternalTaskSensor:
      return external(task as ExternalTaskSensor, airflow);
    case TriggerDagOperator:
      return trigger(task as TriggerDagOperator, airflow);
    case ApprovalSensor:
      return approval(task as ApprovalSensor<string>, airflow);
    default:
      return null;
  }
}

function nodeOf(task: Operator): AirflowOperator {
  if (task instanceof BranchOperator) return inNode("BranchPythonOperator", "choose");
  if (task instanceof ShortCircuitOperator) {
    const own = task.skips === "children" ? { ignore_downstream_trigger_rules: "False" } : {};
    return inNode("ShortCircuitOperator", "may_go_on", own);
  }
  if (task.plan.sensor) return inNode("PythonSensor", "look", sensorOptions(task));
  return inNode("PythonOperator", "run_task");
}

function bash(task: BashOperator<string>, airflow: AirflowVersion): AirflowOperator | null {
  const { bashCommand, env, cwd } = task.fields;
  const isFile = task.templateExtensions.some((extension) => bashCommand.endsWith(extension));
  if (isFile || foreignTemplate(task.fields, airflow) !== null) return null;
  const skips = task.skipOnExitCode;
  return native("BashOperator", {
    bash_command: literal(bashCommand),
    env: env === undefined ? undefined : literal(env),
    append_env: task.appendEnv ? "True" : undefined,
    cwd: cwd === undefined ? "FOLDER" : `os.path.join(FOLDER, ${literal(cwd)})`,
    skip_on_exit_code: skips.join() === "99" ? undefined : literal(skips),
  });
}

function email(task: EmailOperator<string, string, string>, airflow: AirflowVersion): AirflowOperator | null {
  const { to, subject, htmlContent, files } = task.fields;
  const { cc, bcc, from = "daglings@example.com" } = task.fixed;
  const isFile = task.templateExtensions.some((extension) => htmlContent.endsWith(extension));
  const isOther = airflow === 2 && task.fixed.from !== undefined; // there, only the configuration can say it
  if (isFile || isOther || foreignTemplate(task.fields, airflow) !== null) return null;
  return native("EmailOperator", {
    to: literal(to),
    subject: literal(subject),
    html_content: literal(htmlContent),
    from_email: airflow === 2 ? undefined : literal(from),
    files: files.length === 0 ? undefined : literal(files),
    cc: cc === undefined ? undefined : literal(cc),
    bcc: bcc === undefined ? undefined : literal(bcc),
  });
}

function external(task: ExternalTaskSensor, airflow: AirflowVersion): AirflowOperator {
  mustBeKnown(task, airflow);
  const { externalDagId, externalTaskIds } = task.fields;
  const { executionDelta, executionDateFn, allowedStates, failedStates } = task;
  return native("ExternalTaskSensor", {
    external_dag_id: literal(externalDagId),
    external_task_ids: externalTaskIds.length === 0 ? undefined : literal(externalTaskIds),
    execution_delta: executionDelta && timedelta(executionDelta.total("milliseconds")),
    execution_date_fn: executionDateFn && "dates",
    allowed_states: literal(allowedStates),
    failed_states: failedStates.length === 0 ? undefined : literal(failedStates),
    ...sensorOptions(task),
  });
}

function trigger(task: TriggerDagOperator, airflow: AirflowVersion): AirflowOperator {
  mustBeKnown(task, airflow);
  const { triggerDagId, triggerRunId, logicalDate, conf } = task.fields;
  const { sensor } = task.plan;
  return native("TriggerDagRunOperator", {
    trigger_dag_id: literal(triggerDagId),
    trigger_run_id: triggerRunId === undefined ? undefined : literal(triggerRunId),
    logical_date: logicalDate === undefined ? undefined : literal(logicalDate),
    conf: Object.keys(conf).length === 0 ? undefined : literal(conf),
    reset_dag_run: task.whenTaken === "clear" ? "True" : undefined,
    skip_when_already_exists: task.whenTaken === "skip" ? "True" : undefined,
    wait_for_completion: task.waits ? "True" : undefined,
    poke_interval: task.waits && sensor ? literal(sensor.pokeInterval / 1000) : undefined,
  });
}

/** Airflow has it since 3.1. */
function approval(task: ApprovalSensor<string>, airflow: AirflowVersion): AirflowOperator {
  const { sensor } = task.plan;
  if (airflow === 2) refuse(task, "Airflow 2 has no counterpart of ApprovalSensor; use Airflow 3");
  if (sensor?.softFail)
    refuse(task, "Airflow's ApprovalOperator has no counterpart of softFail; leave it out");
  mustBeKnown(task, airflow);
  return native("ApprovalOperator", {
    subject: literal(task.fields.subject),
    fail_on_reject: task.failOnReject ? "True" : undefined,
    response_timeout: sensor ? timedelta(sensor.timeout) : undefined,
  });
}

function sensorOptions({ plan: { sensor } }: Operator): Keywords {
  if (sensor === null) return {};
  return {
    mode: literal(sensor.mode),
    poke_interval: literal(sensor.pokeInterval / 1000),
    timeout: literal(sensor.timeout / 1000),
    soft_fail: sensor.softFail ? "True" : undefined,
    exponential_backoff: sensor.exponentialBackoff ? "True" : undefined,
    max_wait: sensor.maxWait === null ? undefined : timedelta(sensor.maxWait),
  };
}

/** Airflow must render its templates, because node cannot do what the task does. */
function mustBeKnown(task: Operator, airflow: AirflowVersion): void {
  const fault = foreignTemplate(task.fields, airflow);
  if (fault !== null) refuse(task, `in Airflow ${airflow}, ${fault}`);
}

function refuse({ place }: Operator, why: string): never {
  throw new UsageError(`${place}: ${why}`);
}
