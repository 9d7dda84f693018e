// The public API of the room.

export { flow, type Flow } from "./flow.ts";
export { task, type Task } from "./task.ts";
export { connection, variable } from "./settings.ts";
export { triggerDag } from "./trigger-dag.ts";
export { exponentialBackoff, type TaskOptions } from "./task-options.ts";
export type { FlowOptions } from "./flow-options.ts";
export { allowFailure, unmapped } from "./inputs.ts";
export type { Future } from "./future.ts";
export { cancelled, completed, failed, State, UnfinishedRun } from "./state.ts";
export { ParameterTypeError } from "./parameters.ts";
export type { StandardSchema } from "./standard-schema.ts";
export { ReplayError } from "./calls.ts";
export { runContext, type RunContext } from "./run-context.ts";
export { machine, onMachine, type Machine, type TriggerDag } from "./machine.ts";

export { runOn, summarize, type FlowSummary } from "./run-on.ts";
export { memoryRecord } from "./memory-record.ts";
export { sqliteRecord } from "./sqlite-record.ts";
export {
  deploymentName,
  type Deployment,
  type DeploymentSchedule,
  type FlowRecord,
  type FlowRunRow,
  type Kept,
  type TaskRow,
} from "./record.ts";

export { readSchedule, nextRunAt, type WhenToRun } from "./deploy.ts";
export { Server, type AssetFeed, type ServeOptions } from "./serve.ts";
export type { ServeFlowOptions } from "./serve-flow.ts";
export { loadFlow } from "./load.ts";
export { cancelRun } from "./cancel.ts";
export { cutOffRun, isCutOff } from "./cut-off.ts";
export { cancelReason } from "./cancel-signal.ts";
export { bodyOf } from "./body.ts";

// For another runtime, which carries out flows in its own way.
export { carriedOutBy, tryTask, type CarryOutFlow } from "./elsewhere.ts";
export { keep } from "./kept.ts";
export { allWritten } from "./written.ts";
