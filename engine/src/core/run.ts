// A run (a DAG for one interval) as plain data. With its plan this is all that `step` knows: it can be stored as
// JSON, and taken up again by another process.

import type { Plan, PlannedTask } from "./plan.ts";
import type { RunState, TaskState } from "./states.ts";

export type RunType = "scheduled" | "manual" | "backfill";

/** What tells a new run from the others of its DAG. */
export interface RunIdentity {
  readonly runId: string;
  readonly runType: RunType;
  readonly logicalDate: number;
  readonly dataIntervalStart: number;
  readonly dataIntervalEnd: number;
  readonly conf: Readonly<Record<string, unknown>>; // what a trigger by hand tells the run
  readonly ignoresPast: boolean; // the first run of a backfill does not look at the run before it
}

export interface Run extends RunIdentity {
  readonly plan: Plan;
  readonly state: RunState;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly heldByPast: readonly string[]; // tasks whose `dependsOnPast` does not hold yet
  readonly tasks: Readonly<Record<string, TaskInstance>>;
}

/** A task in a run. */
export interface TaskInstance {
  readonly state: TaskState;
  readonly tryNumber: number; // of the latest attempt; 0 before the first
  readonly maxTries: number; // a failed try numbered higher is the last
  readonly dueAt: number | null; // when the next try or poke may start
  readonly startedAt: number | null; // of the latest attempt
  readonly finishedAt: number | null;
  readonly firstPokeAt: number | null;
  readonly pokes: number;
  readonly skips: readonly string[]; // tasks that this one, a branch, decided to skip
}

/**
 * Tasks whose dates exclude the logical date are left out. So a DAG triggered by hand after its end date has a run
 * without tasks: a success that did nothing. A backfill has all tasks, but see `mayStart` in settle.ts.
 */
export function createRun(plan: Plan, identity: RunIdentity, createdAt: number): Run {
  const included = plan.tasks.filter(
    (task) => identity.runType === "backfill" || isInDates(task, identity.logicalDate),
  );
  const tasks = Object.fromEntries(included.map((task) => [task.taskId, newInstance(0, task.retries)]));
  const unstarted = { state: "queued", startedAt: null, finishedAt: null, heldByPast: [] } as const;
  return { plan, ...identity, ...unstarted, createdAt, tasks };
}

function isInDates(task: PlannedTask, logicalDate: number): boolean {
  return (task.startDate ?? -Infinity) <= logicalDate && logicalDate <= (task.endDate ?? Infinity);
}

/** As if it had never run, but for the number of its tries. */
export function newInstance(tryNumber: number, maxTries: number): TaskInstance {
  const untouched = {
    dueAt: null,
    startedAt: null,
    finishedAt: null,
    firstPokeAt: null,
    pokes: 0,
    skips: [],
  };
  return { state: "none", tryNumber, maxTries, ...untouched };
}

export function runTimeoutAt(run: Run): number {
  return (run.startedAt ?? Infinity) + (run.plan.dagRunTimeout ?? Infinity);
}

/** A task that the run does not have waits for ever, and so does what is downstream of it. */
export function stateOf(run: Run, taskId: string): TaskState {
  return run.tasks[taskId]?.state ?? "none";
}

export function instanceOf(run: Run, taskId: string): TaskInstance {
  const instance = run.tasks[taskId];
  if (!instance) throw new Error(`run "${run.runId}" of "${run.plan.dagId}" has no task "${taskId}"`);
  return instance;
}
