// For tests of the core: small plans and runs, and a way to play events to them.

import type { Command, EventWithoutTime, Outcome } from "./events.ts";
import { compilePlan, type DagPlan, type Plan, type TaskPlan } from "./plan.ts";
import { createRun, type Run, type RunIdentity } from "./run.ts";
import type { TaskState } from "./states.ts";
import { step } from "./step.ts";
import type { TaskInstance } from "./task-instance.ts";
import { findTask, taskEntries } from "./task-table.ts";

export const minute = 60_000;

export function taskPlan(
  taskId: string,
  upstream: readonly string[] = [],
  options: Partial<TaskPlan> = {},
): TaskPlan {
  return {
    taskId,
    operator: "TestOperator",
    upstream,
    triggerRule: "all_success",
    executionTimeout: null,
    dependsOnPast: false,
    startDate: null,
    endDate: null,
    runsNothing: false,
    sensor: null,
    retries: 0,
    retryDelay: 5 * minute,
    exponentialBackoff: false,
    maxRetryDelay: null,
    ...options,
  };
}

export function dagPlan(options: Partial<DagPlan> = {}): DagPlan {
  return {
    dagId: "dag",
    catchup: true,
    startDate: null,
    endDate: null,
    maxActiveRuns: 16,
    maxActiveTasks: 16,
    dagRunTimeout: null,
    ...options,
  };
}

export function planOf(tasks: readonly TaskPlan[], options: Partial<DagPlan> = {}): Plan {
  return compilePlan(dagPlan(options), tasks);
}

export const identity: RunIdentity = {
  runId: "scheduled__2019-01-01T00:00:00+00:00",
  runType: "scheduled",
  logicalDate: 1_546_300_800_000,
  undated: false,
  dataIntervalStart: 1_546_300_800_000,
  dataIntervalEnd: 1_546_387_200_000,
  conf: {},
  ignoresPast: false,
  assetEvents: [],
};

/** A run in the making: `play` sends it one event, and keeps what it commands. */
export class Play {
  run: Run;
  now: number;
  commands: readonly Command[] = [];

  constructor(tasks: readonly TaskPlan[], options: Partial<DagPlan> = {}, own: Partial<RunIdentity> = {}) {
    this.run = createRun(planOf(tasks, options), { ...identity, ...own }, identity.dataIntervalEnd);
    this.now = identity.dataIntervalEnd;
  }

  play(event: EventWithoutTime, at = this.now): this {
    this.now = at;
    const { run, commands } = step(this.run, { ...event, at });
    this.run = run;
    this.commands = commands;
    return this;
  }

  /** Starts the run. */
  begin(): this {
    return this.play({ type: "run started" });
  }

  start(taskId: string): this {
    return this.play({ type: "attempt started", taskId });
  }

  end(taskId: string, outcome: Outcome | Outcome["type"] = "success"): this {
    const tryNumber = findTask(this.run.tasks, taskId)?.tryNumber ?? 0;
    return this.play({ type: "attempt finished", taskId, tryNumber, outcome: asOutcome(outcome) });
  }

  /** Starts an attempt and ends it. */
  attempt(taskId: string, outcome: Outcome | Outcome["type"] = "success"): this {
    return this.start(taskId).end(taskId, outcome);
  }

  get tasks(): Record<string, TaskInstance> {
    return Object.fromEntries(taskEntries(this.run.tasks));
  }

  get states(): Record<string, TaskState> {
    return Object.fromEntries(taskEntries(this.run.tasks).map(([taskId, { state }]) => [taskId, state]));
  }

  /** The tasks that the last event started. */
  get started(): string[] {
    return this.commands.filter((command) => command.type === "start").map((command) => command.taskId);
  }

  commandsOf<T extends Command["type"]>(type: T): Extract<Command, { type: T }>[] {
    return this.commands.filter((command): command is Extract<Command, { type: T }> => command.type === type);
  }
}

function asOutcome(outcome: Outcome | Outcome["type"]): Outcome {
  if (typeof outcome !== "string") return outcome;
  return outcome === "failed" ? { type: "failed", mayRetry: true, error: "it broke" } : { type: outcome };
}
