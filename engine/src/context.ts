// What a task can know about its run: the arguments of a callable and, under Airflow's own names, the variables of a
// template. This file has types only; build-context.ts builds the context.

import type { Asset } from "./asset.ts";
import type { TaskPlan } from "./core/plan.ts";
import type { RunIdentity } from "./core/run.ts";
import type { AttemptKey, DagRecord, Store, TriggerRequest } from "./ports.ts";
import type { AirflowVersion } from "./schedule/airflow.ts";
import type { Schedule } from "./schedule/parse.ts";
import type { Connection } from "./settings.ts";

/** Dates are in UTC. `ds` and the like are texts: `2019-01-01`; `…Nodash`: `20190101`. */
export interface TaskContext {
  /** The start of the data interval; in a run by hand, the instant of the trigger. */
  readonly logicalDate: Temporal.ZonedDateTime;
  readonly dataIntervalStart: Temporal.ZonedDateTime;
  readonly dataIntervalEnd: Temporal.ZonedDateTime;
  readonly ds: string;
  readonly dsNodash: string;
  readonly ts: string;
  readonly tsNodash: string;
  readonly tsNodashWithTz: string;
  readonly executionDate: Temporal.ZonedDateTime; // the logical date's old name
  readonly nextExecutionDate: Temporal.ZonedDateTime | null;
  readonly nextDs: string | null;
  readonly nextDsNodash: string | null;
  readonly prevExecutionDate: Temporal.ZonedDateTime | null;
  readonly prevDs: string | null;
  readonly prevDsNodash: string | null;
  readonly yesterdayDs: string;
  readonly yesterdayDsNodash: string;
  readonly tomorrowDs: string;
  readonly tomorrowDsNodash: string;
  /** The date of the latest earlier run that succeeded. */
  readonly prevExecutionDateSuccess: Temporal.ZonedDateTime | null;
  readonly prevDataIntervalStartSuccess: Temporal.ZonedDateTime | null;
  readonly prevDataIntervalEndSuccess: Temporal.ZonedDateTime | null;
  readonly prevStartDateSuccess: Temporal.ZonedDateTime | null;
  readonly prevEndDateSuccess: Temporal.ZonedDateTime | null;
  readonly dag: DagFacts;
  readonly dagRun: RunFacts;
  readonly runId: string;
  readonly task: TaskFacts;
  readonly ti: TaskInstanceFacts;
  readonly taskInstance: TaskInstanceFacts;
  readonly taskInstanceKeyStr: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** In a run started by assets: the events that it is for, by the asset's name, the earliest first. */
  readonly triggeringAssetEvents: Readonly<Record<string, readonly AssetEventFacts[]>>;
  readonly var: Variables;
  readonly conn: Connections;
  readonly testMode: boolean;
  /** Aborted when the attempt must stop: its time is up, or it was cleared or cancelled. */
  readonly signal: AbortSignal;
  /** Writes a line into the attempt's log. */
  readonly log: (line: string) => void;
  /** When this attempt began, by the scheduler's clock. A task that uses it does something different at each rerun. */
  readonly now: () => Temporal.ZonedDateTime;
  /** For operators that look at other runs. */
  readonly store: StoreReader;
  /** What the events of this task's outlets will say: `outletEvents.get(stats).extra = { rows: 3 }`. */
  readonly outletEvents: OutletEvents;
  /** Asks for a run of another DAG. It is created together with the record of this attempt's end. */
  readonly trigger: (request: TriggerRequest) => void;
}

export interface StoreReader extends Pick<
  Store,
  "listRuns" | "findRun" | "findXCom" | "listSettings" | "listAssetEvents"
> {
  findDag(key: { readonly dagId: string }): Pick<DagRecord, "dagId"> | null;
}

/** Context fields that templates cannot use. */
export type CodeOnly = "signal" | "log" | "now" | "store" | "outletEvents" | "trigger";

/** A DAG as its tasks see it. */
export interface DagFacts {
  readonly dagId: string;
  readonly file: string | null;
  /** For messages: `lessons/08_templated_path/dag.ts`. */
  readonly place: string;
  readonly tasks: readonly TaskFacts[];
  task(taskId: string): TaskFacts;
  readonly settings: {
    readonly description: string;
    readonly airflow: AirflowVersion;
    readonly schedule: Schedule;
    readonly assets: readonly Asset[];
    readonly timeZone: string;
    readonly startDate: Temporal.Instant | null;
    readonly endDate: Temporal.Instant | null;
    readonly catchup: boolean;
    readonly maxActiveRuns: number;
    readonly params: Readonly<Record<string, unknown>>;
  };
}

export interface TaskFacts {
  readonly taskId: string;
  /** For messages: `lessons/08_templated_path/dag.ts: task "fetch_events"`. */
  readonly place: string;
  readonly upstream: readonly string[];
  readonly outlets: readonly Asset[];
  readonly params: Readonly<Record<string, unknown>>;
  readonly plan: TaskPlan;
}

interface RunFacts {
  /** In Airflow 3: when the run may begin. */
  readonly runAfter?: Temporal.ZonedDateTime;
  readonly dagId: string;
  readonly runId: string;
  readonly runType: RunIdentity["runType"];
  readonly externalTrigger: boolean;
  /** null: in Airflow 3 a run by hand has no dates unless it is given one. */
  readonly logicalDate: Temporal.ZonedDateTime | null;
  readonly executionDate: Temporal.ZonedDateTime | null;
  readonly dataIntervalStart: Temporal.ZonedDateTime | null;
  readonly dataIntervalEnd: Temporal.ZonedDateTime | null;
  readonly startDate: Temporal.ZonedDateTime | null;
  readonly state: "running";
  readonly conf: Readonly<Record<string, unknown>>;
}

/** An update of an asset. */
export interface AssetEventFacts {
  readonly asset: string;
  readonly timestamp: Temporal.ZonedDateTime;
  /** Whatever its source had to say. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** The task that made it; null: it came from outside. */
  readonly sourceDagId: string | null;
  readonly sourceRunId: string | null;
  readonly sourceTaskId: string | null;
  readonly sourceDagRun: SourceRunFacts | null;
}

interface SourceRunFacts {
  readonly dagId: string;
  readonly runId: string;
  readonly logicalDate: Temporal.ZonedDateTime;
  readonly dataIntervalStart: Temporal.ZonedDateTime;
  readonly dataIntervalEnd: Temporal.ZonedDateTime;
}

export interface OutletEvents {
  readonly get: (asset: Asset | string) => { extra: Readonly<Record<string, unknown>> };
}

export interface TaskInstanceFacts extends AttemptKey {
  readonly maxTries: number;
  /**
   * Larger than that of every earlier attempt, of any task, by any scheduler on this store. Pass it on when a task writes
   * to another system: if that refuses any number smaller than one it has seen, an attempt that was given up without
   * knowing it cannot write over what a later one has written.
   */
  readonly fencingToken: number;
  readonly startDate: Temporal.ZonedDateTime;
  /** Where its log is written; null: nowhere. */
  readonly logFile: string | null;
  /** What a task of this run has returned or pushed; a list of task ids gives a list. */
  readonly xcomPull: (taskIds: string | readonly string[], options?: XComOptions) => unknown;
  readonly xcomPush: (key: string, value: unknown) => void;
}

export interface XComOptions {
  readonly key?: string;
  readonly dagId?: string;
  /** Look also in earlier runs, latest first. */
  readonly includePriorDates?: boolean;
}

export interface Lookup<T> {
  /** Without a fallback, a missing name is an error. */
  readonly get: <F = never>(name: string, ...fallback: [F?]) => T | F;
}

export interface Variables {
  readonly value: Lookup<string>;
  readonly json: Lookup<unknown>;
}

export type Connections = Lookup<Connection>;
