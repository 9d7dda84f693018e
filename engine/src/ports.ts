// The three ways out of the engine: what time it is, where attempts are carried out, and where runs are kept. All
// instants are epoch milliseconds, all durations milliseconds.

import type { AssetEvent, AssetEventFilter, AssetQueueRecord } from "./asset-record.ts";
import type { AttemptFinished, Change, FinishReason, TaskCallback } from "./core/events.ts";
import type { Plan } from "./core/plan.ts";
import type { RunIdentity, RunType } from "./core/run.ts";
import type { RunState, TaskState } from "./core/states.ts";
import type { TaskInstance } from "./core/task-instance.ts";
import type { FilesFolder, Trace } from "./lineage.ts";
import type { Usage } from "./usage.ts";

export interface Clock {
  /** The time that schedules, retries and sensors go by. */
  now(): number;
  /** What a calendar and a watch show, even when `now` is simulated: for leases. */
  realTime(): number;
  /**
   * Time since this computer was started, the same for all its processes. Only differences mean something, and no change
   * of the calendar moves it: for leases, too.
   */
  uptime(): number;
  /**
   * Waits for `until` (Infinity: no such time) or `wake`, whichever comes first. A simulated clock does not wait but
   * jumps, unless attempts are under way: then only their end can wake it.
   */
  wait(limits: {
    readonly until: number;
    readonly underWay: boolean;
    readonly wake: Promise<void>;
  }): Promise<void>;
  /** True: `now` stands still while attempts are under way, and jumps from event to event. */
  readonly isSimulated: boolean;
  /**
   * Calls `beat` every few seconds by the calendar, until the function it returns is called: it finds what came due while
   * the computer slept. Simulated time does not move by itself, and has no such beat.
   */
  heartbeat(beat: () => void): () => void;
}

export interface Executor {
  /** How many attempts it carries out at once. */
  readonly slots: number;
  start(order: AttemptOrder, report: (report: AttemptReport) => void): void;
  /** The attempt then reports its end like any other. */
  stop(attempt: AttemptKey): void;
  /** Runs callbacks where the code of the DAG is; default: in the scheduler's own process. */
  callBack?(order: CallbackOrder): Promise<void>;
  /** Stops what is under way, without reports. */
  close(): Promise<void>;
}

export interface AttemptKey {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  readonly tryNumber: number;
}

/** Everything that a process needs, besides the DAG and the store, to carry out an attempt. Plain data. */
export interface AttemptOrder extends AttemptKey {
  readonly run: RunIdentity & { readonly startedAt: number | null };
  readonly maxTries: number;
  /** Larger than that of every earlier attempt, by any scheduler. */
  readonly fencingToken: number;
  readonly startedAt: number;
  /** When this start is made; for a sensor's later looks, after `startedAt`. */
  readonly at: number;
  readonly logFile: string | null;
  /** Null: nobody wants to know which files it changes. */
  readonly files: FilesFolder | null;
}

/** A callback to call: after which attempt (for a run, that of its last task), and what it is told. */
export interface CallbackOrder {
  readonly attempt: AttemptOrder;
  readonly call: CallbackCall;
}

export type CallbackCall =
  | { readonly of: "task"; readonly callback: TaskCallback; readonly error: string | null }
  | { readonly of: "run"; readonly callback: "onSuccess" | "onFailure"; readonly reason: FinishReason };

export interface AttemptReport extends AttemptFinished {
  readonly dagId: string;
  readonly runId: string;
  readonly duration: number;
  readonly usage: Usage;
  readonly xcoms: Readonly<Record<string, unknown>>;
  readonly triggers: readonly TriggerRequest[];
  /** What the events of its outlets will say, by the name of the asset. */
  readonly extras: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly traces: readonly Trace[];
}

/** A task asks for a run of another DAG. */
export interface TriggerRequest {
  readonly dagId: string;
  readonly runId: string | null; // null: after its logical date
  readonly logicalDate: number | null; // null: now, or just after where there is a run of that date already
  readonly conf: Readonly<Record<string, unknown>>;
  /** What happens to the task if there already is a run of that id or date; "clear": that run runs again. */
  readonly whenTaken: "fail" | "skip" | "clear";
  /** Where the task finds, among its own XComs, the id of the run that was made. */
  readonly xcomKey: string;
}

/**
 * Keeps runs, their history, and settings. Every verb is done when it returns. The changes of one tick of the scheduler
 * are one `commit`: all of them are kept, or none.
 */
export interface Store {
  commit(commit: Commit): void;

  findDag(key: { readonly dagId: string }): DagRecord | null;
  listDags(): DagRecord[];
  findRun(key: { readonly dagId: string; readonly runId: string }): StoredRun | null;
  listRuns(filter: RunFilter): RunRecord[];
  /** Those of a DAG's runs in which something was tried more than once. */
  listTriedAgain(among: { readonly dagId: string; readonly runIds: readonly string[] }): string[];
  listAttempts(key: { readonly dagId: string; readonly runId: string }): AttemptRecord[];
  /** The attempts of all the DAG's runs that have begun and not ended. */
  listOpenAttempts(key: { readonly dagId: string }): AttemptRecord[];
  findXCom(key: Omit<AttemptKey, "tryNumber"> & { readonly key: string }): { readonly value: unknown } | null;
  /** In the order in which they were committed. */
  listTraces(filter: TraceFilter): TraceRecord[];
  /** The values of all tasks of a run, by task and key. */
  listXComs(key: { readonly dagId: string; readonly runId: string }): XComRecord[];
  /** The earliest first. */
  listAssetEvents(filter: AssetEventFilter): AssetEvent[];
  findAssetEvent(key: { readonly asset: string; readonly key: string }): AssetEvent | null;
  /** 0 if there is none yet. */
  lastAssetEventId(): number;
  /** What a DAG that waits for assets has been told since its last run: the first event of each. */
  findAssetQueue(key: { readonly dagId: string }): AssetQueueRecord["queued"];
  listEvents(range: { readonly after: number; readonly limit: number }): EventRecord[];
  /** 0 if nothing has happened yet. */
  lastEventId(): number;

  saveSetting(setting: Setting): void;
  dropSetting(setting: Pick<Setting, "kind" | "name">): void;
  listSettings(): Setting[];

  /** Takes the lease, or takes it over, unless another holder's is still good: then it returns that one. */
  takeLease(lease: Lease, isGood: (held: Lease) => boolean): Lease;
  /** False: somebody else has taken over the lease. Throws if the store is not where it was opened any more. */
  renewLease(lease: Pick<Lease, "holder" | "renewedAt" | "expiresAt" | "address">): boolean;
  dropLease(lease: Pick<Lease, "holder">): void;
  /** Whether or not it is still good. */
  findLease(): Lease | null;

  close(): void;
}

export interface Commit {
  /** Who writes. A commit by anyone but the holder of the lease changes nothing, and throws a LeaseLostError. */
  readonly holder: string;
  readonly dags: readonly DagRecord[];
  /** Runs that are new or have changed. */
  readonly runs: readonly RunRecord[];
  readonly tasks: readonly TaskRecord[];
  readonly attempts: readonly AttemptRecord[];
  readonly xcoms: readonly XComChange[];
  readonly traces: readonly TraceRecord[];
  readonly assetEvents: readonly AssetEvent[];
  readonly assetQueues: readonly AssetQueueRecord[];
  readonly events: readonly Omit<EventRecord, "id">[];
}

/** What a task has pushed; `values` null: what an earlier attempt had pushed is forgotten. */
export interface XComChange {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  readonly values: Readonly<Record<string, unknown>> | null;
}

export interface TraceRecord extends AttemptKey, Trace {
  /** When the attempt had ended. */
  readonly at: number;
}

/** Only these; with `latest`, only this many of them, the latest. */
export interface TraceFilter extends Partial<AttemptKey & Pick<Trace, "direction" | "name">> {
  readonly upTo?: number;
  readonly latest?: number;
}

export interface XComRecord {
  readonly taskId: string;
  readonly key: string;
  readonly value: unknown;
}

export interface DagRecord {
  readonly dagId: string;
  readonly paused: boolean;
  readonly file: string | null;
  readonly schedule: string;
  readonly plan: Plan;
}

export interface RunRecord extends RunIdentity {
  readonly dagId: string;
  readonly planHash: string;
  readonly state: RunState;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
}

export interface TaskRecord extends TaskInstance {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
}

export interface StoredRun extends RunRecord {
  readonly tasks: Readonly<Record<string, TaskInstance>>;
}

export interface RunFilter {
  readonly dagId: string;
  readonly states?: readonly RunState[];
  readonly types?: readonly RunType[];
  readonly before?: number; // logical dates
  readonly from?: number;
  readonly to?: number;
  readonly newestFirst?: boolean; // else oldest logical date first
  readonly limit?: number;
}

/** An attempt that has ended keeps its end, whatever a late report says. */
export interface AttemptRecord extends AttemptKey {
  readonly startedAt: number;
  readonly finishedAt: number | null;
  readonly duration: number | null;
  readonly usage: Usage | null;
  readonly state: TaskState;
  readonly error: string | null;
  readonly logFile: string | null;
  /** How it ended, until its run has taken that in. */
  readonly report: AttemptReport | null;
}

/** Something that happened. Events are only ever added. */
export interface EventRecord extends Omit<Change, "state"> {
  readonly id: number;
  readonly at: number;
  readonly dagId: string;
  readonly runId: string | null; // null: about the DAG itself
  readonly state: Change["state"] | "paused" | "unpaused";
}

export interface Setting {
  readonly kind: "variable" | "connection";
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
}

export interface Lease {
  readonly holder: string;
  readonly host: string;
  readonly pid: number;
  /** When the process began, in the system's own words; "" if not known. Another process may get the same pid. */
  readonly process: string;
  /** The start of the computer from which `renewedAt` counts. */
  readonly boot: string;
  /** By the uptime of that computer. */
  readonly renewedAt: number;
  /** By the calendar. */
  readonly expiresAt: number;
  /** Where the holder can be asked, by HTTP; null: nowhere. */
  readonly address: string | null;
}
