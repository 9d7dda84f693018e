// The public API of the engine.

export { chain, DAG } from "./dag.ts";
export type { DagOptions } from "./dag-options.ts";
export type { AssetEventFacts, TaskContext } from "./context.ts";

export { Asset } from "./asset.ts";
export {
  apiSignal,
  fileArrival,
  tableChange,
  type FileWatch,
  type SignalWatch,
  type TableWatch,
  type Watch,
} from "./watch.ts";

export { ApprovalSensor } from "./operators/approval-sensor.ts";
export { BashOperator } from "./operators/bash.ts";
export { BranchOperator } from "./operators/branch.ts";
export { EmailOperator, sendMail, type Mail } from "./operators/email.ts";
export { EmptyOperator } from "./operators/empty.ts";
export { ExternalTaskSensor } from "./operators/external-task-sensor.ts";
export { FunctionOperator } from "./operators/function.ts";
export { Operator } from "./operators/operator.ts";
export { readTask, type TaskOptions } from "./operators/task-options.ts";
export { FunctionSensor } from "./operators/sensor.ts";
export { ShortCircuitOperator } from "./operators/short-circuit.ts";
export { TriggerDagOperator, triggeredRunKey } from "./operators/trigger-dag.ts";

export { UsageError } from "@daglings/words";
export {
  EnvironmentError,
  LeaseHeldError,
  LeaseLostError,
  NonRetryableError,
  SkipError,
  TimeoutError,
} from "./errors.ts";

export { expressionOf } from "./schedule/presets.ts";
export { parseSchedule, type Schedule } from "./schedule/parse.ts";
export {
  CronDataIntervalTimetable,
  CronTriggerTimetable,
  DeltaDataIntervalTimetable,
  DeltaTriggerTimetable,
  NamedTimetable,
} from "./schedule/named.ts";
export { DagSchedule, identityOf } from "./schedule/dag-schedule.ts";
export { backfillRuns, manualRun, type BackfillOptions, type TriggerOptions } from "./schedule/requests.ts";
export { airflowVariable, type AirflowVersion } from "./schedule/airflow.ts";
export { goneFields } from "./airflow3.ts";
export type { DataInterval, DueRun, NextRunQuestion, Timetable } from "./schedule/timetable.ts";
export { evaluateTriggerRule, type TriggerOutcome, type TriggerRule } from "./core/trigger-rule.ts";
export { retryDelay, type RetryPolicy } from "./core/retry.ts";
export { renderTemplate } from "./template/render-template.ts";
export type { Template } from "./template/check.ts";
export { checkTemplates, type TemplateFault } from "./template/check-fields.ts";
export { findBash } from "./processes/find-bash.ts";
export { guard, release } from "./processes/guardian.ts";
export { templateNames } from "./template/names.ts";

export { awaitedIn } from "./scheduler/approvals.ts";
export { checkAsset, type AssetEventOptions } from "./scheduler/assets.ts";
export { loadDag, loadDags, loadMainLast } from "./load.ts";
export { byId } from "./scheduler/roster.ts";
export { Scheduler, type RunOptions, type SchedulerOptions } from "./scheduler/scheduler.ts";
export type { SchedulerVerbs } from "./verbs.ts";
export { simulatedClock } from "./clocks/simulated.ts";
export { systemClock } from "./clocks/system.ts";
export { inProcess } from "./executors/in-process.ts";
export { subprocess } from "./executors/subprocess.ts";
export { runElsewhere, contextElsewhere, type RemoteOrder } from "./executors/elsewhere.ts";
export { readerOf, type AttemptFacts } from "./executors/facts.ts";
export {
  connectionNamed,
  environmentName,
  isSecretName,
  parseConnection,
  settingNames,
  settingsOf,
  variableNamed,
  type Connection,
  type KnownSetting,
} from "./settings.ts";
export { hiddenValue, makeMask } from "./mask.ts";
export { previewTemplates, type RenderedField, type TemplatePreview } from "./preview.ts";
export { callBack, findCallback } from "./scheduler/one-callback.ts";
export { isReportOn } from "./executors/report.ts";
export { memoryStore } from "./store/memory.ts";
export { busyTime, findHolder, leaseLost, takeLease } from "./store/lease.ts";
export type { SharedStore } from "./store/place.ts";
export { openDatabase } from "./store/open.ts";
export { hasEnded, thisProcess, type ProcessName } from "./store/process.ts";
export { table } from "./store/table.ts";
export { statements } from "./store/statements.ts";
export { logFileOf, openLog, type AttemptLog } from "./executors/log.ts";
export { withConsole } from "./executors/console.ts";
export { asError } from "./errors.ts";
export { approvalKeys } from "./decision.ts";
export { sqliteStore } from "./store/sqlite.ts";
export type { AssetEvent } from "./asset-record.ts";
export type {
  AttemptKey,
  AttemptOrder,
  AttemptRecord,
  AttemptReport,
  CallbackCall,
  CallbackOrder,
  Clock,
  DagRecord,
  EventRecord,
  Executor,
  Lease,
  RunFilter,
  RunRecord,
  Setting,
  Store,
  StoredRun,
  TraceRecord,
  TriggerRequest,
  XComRecord,
} from "./ports.ts";
export type { Evidence, FilesFolder, Trace } from "./lineage.ts";
export type { Usage } from "./usage.ts";
export { isRecovered } from "./core/recovered.ts";
export type { RunType } from "./core/run.ts";
export type { RunState, TaskState } from "./core/states.ts";
export type { TaskInstance } from "./core/task-instance.ts";
