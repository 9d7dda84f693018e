// What the scheduler's API answers, as far as the page shows it: docs/api.md says more of each.

import type { RunIdentity, RunState, TaskState } from "@daglings/engine/core";

export interface Dag {
  readonly dagId: string;
  readonly description: string;
  readonly file: string | null;
  readonly schedule: string;
  readonly timeZone: string;
  readonly catchup: boolean;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly paused: boolean;
  readonly nextRunAt: string | null;
  readonly queuedRuns: number;
  readonly runningRuns: number;
}

export interface Run {
  readonly dagId: string;
  readonly runId: string;
  readonly runType: RunIdentity["runType"];
  readonly state: RunState;
  readonly recovered: boolean;
  readonly logicalDate: string | null;
  readonly dataIntervalStart: string | null;
  readonly dataIntervalEnd: string | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly conf: Readonly<Record<string, unknown>>;
}

export interface Task {
  readonly taskId: string;
  readonly state: TaskState;
  readonly tryNumber: number;
  readonly maxTries: number;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly dueAt: string | null;
}

export interface RunWithTasks {
  readonly run: Run;
  readonly tasks: readonly Task[];
}

export interface Attempt {
  readonly taskId: string;
  readonly tryNumber: number;
  readonly state: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** Real milliseconds. */
  readonly duration: number | null;
  readonly usage: {
    readonly cpu: number | null;
    readonly peakMemory: number | null;
    readonly logBytes: number;
  } | null;
  readonly error: string | null;
  readonly hasLog: boolean;
}

export interface Event {
  readonly id: number;
  readonly dagId: string;
  readonly runId: string | null;
}

export interface Asset {
  readonly name: string;
  readonly watch: string | null;
  readonly updatedBy: readonly { readonly dagId: string; readonly taskId: string }[];
  readonly awaitedBy: readonly string[];
  readonly updatedAt: string | null;
}

export interface AssetEvent {
  readonly id: number;
  readonly at: string;
  readonly dagId: string | null;
  readonly runId: string | null;
  readonly taskId: string | null;
  readonly extra: Readonly<Record<string, unknown>>;
}

export interface Approval {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  readonly subject: string;
  readonly since: string;
}

interface FlowState {
  readonly type: "SCHEDULED" | "PENDING" | "RUNNING" | "COMPLETED" | "FAILED" | "CRASHED" | "CANCELLED";
  readonly name: string;
}

export interface FlowRun {
  readonly flowRunId: string;
  readonly flow: string;
  readonly deployment: string | null;
  readonly state: FlowState;
  readonly message: string | null;
  readonly parameters: unknown;
  readonly tries: number;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

export interface FlowTask {
  readonly name: string;
  readonly call: number;
  readonly state: FlowState;
  readonly message: string | null;
  readonly arguments: string;
  readonly waitedFor: readonly string[];
  readonly tries: number;
  readonly flowRunId: string | null;
  readonly history: readonly { readonly at: string; readonly type: string; readonly name: string }[];
}

export interface Deployment {
  readonly flow: string;
  readonly name: string;
  readonly file: string;
  readonly schedule: Readonly<Record<string, unknown>> | null;
  readonly parameters: unknown;
  readonly paused: boolean;
  readonly lastAt: string | null;
}
