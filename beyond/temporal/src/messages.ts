// What the workflows are told and asked, and by whom: the words that worker, client and workflows share. Plain data all of
// it, because Temporal writes it down.

import { defineQuery, defineSignal, defineUpdate } from "@temporalio/workflow";
import type {
  AttemptRecord,
  BackfillOptions,
  TriggerOptions,
  EventRecord,
  RunFilter,
  RunRecord,
  TraceRecord,
  XComRecord,
} from "@daglings/engine";
import type { EventWithoutTime, Plan, RunIdentity, TaskInstance } from "@daglings/engine/core";

/** A DAG as its workflows know it. */
export interface DagPlan {
  readonly plan: Plan;
  /** The callbacks that it has: `send_stats onFailure`; for the run itself, `onFailure`. */
  readonly callbacks: readonly string[];
}

/** Real time is Temporal's own. Played time stands still until somebody moves it on: a lesson's. */
export type TimeKind = { readonly kind: "real" } | { readonly kind: "played"; readonly at: number };

/** All that is known about a run: what it answers, what it returns, and what its next execution goes on from. */
export interface RunState {
  readonly record: RunRecord;
  readonly tasks: Readonly<Record<string, TaskInstance>>;
  readonly xcoms: readonly XComRecord[];
  readonly attempts: readonly AttemptRecord[];
  readonly traces: readonly TraceRecord[];
  readonly changes: readonly Omit<EventRecord, "id">[];
}

export interface RunInput {
  readonly dag: DagPlan;
  readonly time: TimeKind;
  readonly run: { readonly identity: RunIdentity; readonly createdAt: number } | RunState;
  /** What happens to it first. */
  readonly events: readonly EventWithoutTime[];
}

/** What a run tells its schedule: that it is over, or that nothing happens in it until `nextAt` (null: until it is told). */
export interface Moved {
  readonly record: RunRecord;
  readonly nextAt: number | null;
  /** If the next run depends on them. */
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
  /** What waits for room, and the runs that there are or have been. */
  readonly queue: readonly QueuedRun[];
  readonly runs: readonly RunRecord[];
  /** When something happens next in each run that is under way. */
  readonly underWay: Readonly<Record<string, number | null>>;
  readonly moves: number;
  /** The tasks of earlier runs, where the next run depends on them. */
  readonly tasks: Readonly<Record<string, Readonly<Record<string, TaskInstance>>>>;
}

export interface QueuedRun extends Pick<RunInput, "run" | "events"> {
  readonly identity: RunIdentity;
}

/** What can be done by hand to a run, or has happened outside it. */
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

/** Runs that somebody asks for, in their own words. */
export type RunRequest =
  | { readonly type: "trigger"; readonly options: TriggerOptions }
  | { readonly type: "backfill"; readonly options: BackfillOptions };

/** How things stand once nothing more happens at this instant. */
export interface Standing {
  readonly paused: boolean;
  readonly queued: number;
  readonly running: number;
  /** When there is something to do next; null: never, or not before something else happens. */
  readonly nextAt: number | null;
  /** How often a run of it has moved: if the number is the same again, nothing has happened. */
  readonly moves: number;
  /** Its history is long: as soon as nobody waits for an answer, it begins anew. */
  readonly isLong: boolean;
}

export const runState = defineQuery<RunState>("state");
export const runMoved = defineSignal<[Moved]>("moved");
export const timePassed = defineSignal<[number]>("time passed");
export const pastChanged = defineSignal<[readonly string[], number]>("past changed");
/** Returns once its effects have settled. */
export const doByHand = defineUpdate<void, [Decision]>("by hand");

/** Time for a new history, for a schedule that is always asked something. */
export const renew = defineSignal("renew");

/** Those of its runs that any of the filters lets through. */
export const findRuns = defineQuery<readonly RunRecord[], RunFilter[]>("find runs");
export const scheduleRuns = defineQuery<readonly RunRecord[]>("runs");
export const scheduleStanding = defineQuery<Standing>("standing");
/** Moves played time on, and returns when nothing more happens at that instant. */
export const advance = defineUpdate<Standing, [number]>("advance");
export const setPaused = defineUpdate<void, [boolean]>("pause");
/** These runs wait for room from now on; those that exist already are left out. Answers which are new. */
export const addRuns = defineUpdate<readonly string[], [readonly QueuedRun[]]>("add runs");
/** The same, for those whose dates only the DAG's timetable knows. */
export const makeRuns = defineUpdate<readonly string[], [RunRequest]>("make runs");
/** The DAG as it is now, for the runs to come. */
export const adopt = defineUpdate<void, [DagPlan]>("adopt");

export function runWorkflowId(dagId: string, runId: string): string {
  return `${dagId}/${runId}`;
}
