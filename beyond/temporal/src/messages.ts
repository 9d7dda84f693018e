// What the workflows are told and asked, and by whom: the vocabulary that worker, client and workflows share. All of it is
// plain data, because Temporal writes it down.

import { defineQuery, defineSignal, defineUpdate } from "@temporalio/workflow";
import type {
  AirflowVersion,
  AssetEvent,
  AttemptRecord,
  BackfillOptions,
  TriggerOptions,
  EventRecord,
  RunFilter,
  RunRecord,
  TraceRecord,
  XComRecord,
} from "@daglings/engine";
import type { QueuedEvent, Span } from "@daglings/engine/asset-runs";
import type { EventWithoutTime, Plan, RunIdentity, TaskInstance } from "@daglings/engine/core";

/** A DAG as its workflows know it. */
export interface DagPlan {
  readonly plan: Plan;
  /** The callbacks that it has: `send_stats onFailure`; for the run itself, `onFailure`. */
  readonly callbacks: readonly string[];
  /** Only if it has to do with assets. */
  readonly assets?: {
    /** Those for which it waits. */
    readonly awaited: readonly string[];
    /** Those that each of its tasks updates. */
    readonly updated: Readonly<Record<string, readonly string[]>>;
    /** Decides how the runs for assets are named and dated. */
    readonly airflow: AirflowVersion;
  };
  /** How many events a history may have before a new one begins; default: far below where Temporal warns. */
  readonly longHistory?: number;
}

/** Real time is Temporal's own. Played time is a lesson's: it stands still until somebody moves it on. */
export type TimeKind = { readonly kind: "real" } | { readonly kind: "played"; readonly at: number };

/** Everything known about a run: its answer to queries, its result, and the state from which its next execution goes on. */
export interface RunState {
  readonly record: RunRecord;
  readonly tasks: Readonly<Record<string, TaskInstance>>;
  readonly xcoms: readonly XComRecord[];
  readonly attempts: readonly AttemptRecord[];
  readonly traces: readonly TraceRecord[];
  readonly changes: readonly Omit<EventRecord, "id">[];
  /** For which it was made. */
  readonly assetEvents: readonly AssetEvent[];
}

/** A run that does not exist yet. */
export interface NewRun {
  readonly identity: RunIdentity;
  readonly createdAt: number;
  readonly assetEvents?: readonly AssetEvent[];
}

export interface RunInput {
  readonly dag: DagPlan;
  readonly time: TimeKind;
  readonly run: NewRun | RunState;
  /** What happens to the run first. */
  readonly events: readonly EventWithoutTime[];
}

/** A run tells its schedule this: it is over, or nothing happens in it until `nextAt` (null: until it is told). */
export interface Moved {
  readonly record: RunRecord;
  readonly nextAt: number | null;
  /** The run's tasks, if the next run depends on them. */
  readonly tasks: Readonly<Record<string, TaskInstance>> | null;
}

export interface ScheduleInput {
  readonly dag: DagPlan;
  readonly time: TimeKind;
  /** From its earlier execution. */
  readonly state?: ScheduleState;
}

export interface ScheduleState {
  readonly paused: boolean;
  /** The latest interval that ran on schedule or in a backfill. */
  readonly last: RunIdentity | null;
  /** The requests that wait for room, and the present and past runs. */
  readonly queue: readonly QueuedRun[];
  readonly runs: readonly RunRecord[];
  /** When something happens next in each run that is under way. */
  readonly underWay: Readonly<Record<string, number | null>>;
  readonly moves: number;
  readonly movedAt: Readonly<Record<string, number>>;
  readonly heard: HeardAssets;
  /** The tasks of earlier runs, if the next run depends on them. */
  readonly tasks: Readonly<Record<string, Readonly<Record<string, TaskInstance>>>>;
}

export interface QueuedRun extends Pick<RunInput, "run" | "events"> {
  readonly identity: RunIdentity;
}

/** The runs that have moved since their schedule had counted this many moves; since none: all runs. */
export interface RunsSince {
  readonly runs: readonly RunRecord[];
  readonly moves: number;
  /** What it has been told of assets since its last run. */
  readonly queued: HeardAssets["queued"];
}

/** What has happened to an asset: by a run's task, for whose interval it counts, or outside, at an instant. */
export interface AssetUpdate extends Omit<AssetEvent, "id"> {
  readonly span: Span;
}

export interface ToldEvent extends AssetUpdate {
  readonly id: number;
}

/** What a DAG that waits for assets has heard since its last run. */
export interface HeardAssets {
  /** The first event of each. */
  readonly queued: Readonly<Record<string, QueuedEvent>>;
  readonly events: readonly ToldEvent[];
  /** The last event that has had its run. */
  readonly taken: number;
}

export interface AssetBookState {
  readonly lastId: number;
  readonly events: readonly ToldEvent[];
  /** Which assets each DAG waits for. */
  readonly awaiting: Readonly<Record<string, readonly string[]>>;
}

/** What people can do to a run, or what has happened outside it. */
export type ByHand = Extract<
  EventWithoutTime,
  { readonly type: "tasks cleared" | "task marked" | "run marked" | "sensor woken" }
>;

export interface Decision {
  readonly event: ByHand;
  /** What a task has been told: a person's decision. */
  readonly xcoms: readonly XComRecord[];
  /** Played time; null: real. */
  readonly at: number | null;
}

/** Runs that somebody asks for, as they asked. */
export type RunRequest =
  | { readonly type: "trigger"; readonly options: TriggerOptions }
  | { readonly type: "backfill"; readonly options: BackfillOptions };

/** The situation when nothing more happens at this instant. */
export interface Standing {
  readonly paused: boolean;
  readonly queued: number;
  readonly running: number;
  /** When there is something to do next; null: never, or only after something else has happened. */
  readonly nextAt: number | null;
  /** How often its runs have moved: if the number has not changed, nothing has happened. */
  readonly moves: number;
  /** Its history is long: it begins a new one as soon as nobody waits for an answer. */
  readonly isLong: boolean;
}

export const runState = defineQuery<RunState>("state");
export const runMoved = defineSignal<[Moved]>("moved");
export const timePassed = defineSignal<[number]>("time passed");
export const pastChanged = defineSignal<[readonly string[], number]>("past changed");
/** Returns once its effects have settled. */
export const doByHand = defineUpdate<void, [Decision]>("by hand");

/** Tells a schedule to begin a new history, even if it is always being asked something. */
export const renew = defineSignal("renew");

/** Its runs that pass any of the filters. */
export const findRuns = defineQuery<readonly RunRecord[], RunFilter[]>("find runs");
export const scheduleRuns = defineQuery<RunsSince, [since: number]>("runs");
export const scheduleStanding = defineQuery<Standing>("standing");
/** Moves played time on, and returns when nothing more happens at that instant. */
export const advance = defineUpdate<Standing, [number]>("advance");
export const setPaused = defineUpdate<void, [boolean]>("pause");
/**
 * These runs wait for room from now on, or begin; new ones that already exist are left out, and those that are to begin again
 * but are under way. Answers with the others. Played time moves on to the instant; null: it does not.
 */
export const addRuns = defineUpdate<readonly string[], [readonly QueuedRun[], at: number | null]>("add runs");
/** The same, for runs whose dates only the DAG's timetable knows. */
export const makeRuns = defineUpdate<readonly string[], [RunRequest]>("make runs");
/** The DAG as it is now, for the runs to come. */
export const adopt = defineUpdate<void, [DagPlan]>("adopt");

/** To the book: these updates have happened. Answers which of them are new, when all that wait for them have been told. */
export const tellAssets = defineUpdate<readonly ToldEvent[], [readonly AssetUpdate[]]>("tell assets");
/** To the book: the DAG waits for these assets, and is told what has happened to them. */
export const awaitAssets = defineUpdate<void, [dagId: string, assets: readonly string[]]>("await assets");
/** To a schedule: this has happened to assets for which it waits. */
export const assetsUpdated = defineSignal<[readonly ToldEvent[]]>("assets updated");
/** The events after this one. */
export const assetEvents = defineQuery<readonly ToldEvent[], [after: number]>("asset events");

/** All DAGs whose workers share a task queue share a book. */
export function assetBookId(taskQueue: string): string {
  return `assets of ${taskQueue}`;
}

export function runWorkflowId(dagId: string, runId: string): string {
  return `${dagId}/${runId}`;
}
