// What is kept about flows: their runs, each call of a task, the cache, and deployments. One interface, with records in
// memory or in the engine's store.

import type { ProcessName, Setting } from "@daglings/engine";
import { State, type StateType } from "./state.ts";

/** A state that a run was in: since when, its type, its name. */
export type HistoryEntry = readonly [at: number, type: StateType, name: string];

interface RunFacts {
  readonly stateType: StateType;
  readonly stateName: string;
  readonly message: string | null;
  readonly history: readonly HistoryEntry[];
  /** How often its function has been called. */
  readonly tries: number;
  /** When the next try begins. */
  readonly dueAt: number | null;
  /** null if there is none, or if JSON cannot keep it as it is. */
  readonly result: Kept | null;
}

/** Without a value: the function returned undefined. */
export interface Kept {
  readonly value?: unknown;
}

export interface FlowRunRow extends RunFacts, ProcessName {
  readonly flowRunId: string;
  readonly flow: string;
  readonly file: string | null;
  readonly deployment: string | null;
  readonly parentRunId: string | null;
  readonly parameters: unknown;
  readonly scheduledFor: number | null;
  readonly createdAt: number;
  readonly endedAt: number | null;
  readonly logFile: string | null;
}

export interface TaskRow extends RunFacts {
  readonly flowRunId: string;
  readonly flowTry: number;
  readonly name: string;
  readonly call: number;
  /** The hash of its arguments; null if it was never ready to be called. */
  readonly hash: string | null;
  /** As messages show them. */
  readonly arguments: string;
  /** The keys of the calls that it waited for. */
  readonly upstream: readonly string[];
  /** The run of a flow that was called. */
  readonly childRunId: string | null;
  readonly error: { readonly name: string; readonly message: string } | null;
}

export interface Deployment {
  readonly flow: string;
  readonly name: string;
  readonly file: string;
  /** The name under which the file exports the flow. */
  readonly export: string;
  readonly schedule: DeploymentSchedule;
  readonly parameters: unknown;
  readonly paused: boolean;
  readonly madeAt: number;
  /** When its latest run was due. */
  readonly lastAt: number | null;
  /** The latest event of its asset for which a run was made. */
  readonly lastEvent: number | null;
}

export type DeploymentSchedule =
  | { readonly cron: string; readonly timeZone: string }
  | { readonly interval: string }
  | { readonly asset: string }
  | null;

export function deploymentName({ flow, name }: Pick<Deployment, "flow" | "name">): string {
  return `${flow}/${name}`;
}

export interface FlowRecord {
  /**
   * Takes over the run for this process and returns it: if two processes want it, only one gets it. `check` throws if it
   * may not be taken. null if there is no run with that id yet.
   */
  takeRun(what: {
    readonly flowRunId: string;
    readonly owner: ProcessName;
    readonly check: (run: FlowRunRow) => void;
  }): FlowRunRow | null;
  saveRun(run: FlowRunRow): void;
  findRun(what: { readonly flowRunId: string }): FlowRunRow | null;
  /** The latest first; runs that other flows called are left out. */
  listRuns(what: { readonly flow?: string; readonly limit: number }): FlowRunRow[];
  /** If it returns a promise, that resolves when the row is safe: many calls may share a commit. */
  saveTask(task: TaskRow): Promise<void> | void;
  /** The task runs of one try, or of all tries, in the order in which they began. */
  listTasks(what: { readonly flowRunId: string; readonly flowTry?: number }): TaskRow[];
  findCached(what: { readonly key: string; readonly now: number }): Promise<Kept | null> | Kept | null;
  saveCached(what: {
    readonly key: string;
    readonly result: Kept;
    readonly expiresAt: number | null;
  }): Promise<void> | void;
  askToCancel(what: { readonly flowRunId: string; readonly at: number }): void;
  isAskedToCancel(what: { readonly flowRunId: string }): boolean;
  saveDeployment(deployment: Deployment): void;
  listDeployments(): Deployment[];
  /** The engine's variables and connections. */
  listSettings(): Setting[];
  close(): void;
}

export function stateOf(row: FlowRunRow | TaskRow, of: string): State {
  const { stateType, stateName, message, result } = row;
  const data = "error" in row && row.error ? errorFrom(row.error) : result?.value;
  return new State({ type: stateType, name: stateName, message, data, of });
}

function errorFrom({ name, message }: { readonly name: string; readonly message: string }): Error {
  return Object.defineProperty(new Error(message), "name", { value: name });
}
