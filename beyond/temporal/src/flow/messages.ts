// What a flow's workflow is told and asked, and what it asks of workers. All of it is plain data.

import { defineQuery, defineSignal, defineUpdate } from "@temporalio/workflow";
import type { FlowRunRow, Kept, State, TaskRow } from "@daglings/flow";
import type { TimeKind } from "../messages.ts";

/** A flow or a task, as every machine finds it. */
export interface Place {
  /** Seen from the kit's folder. */
  readonly file: string;
  readonly name: string;
}

export interface FlowInput {
  readonly flow: Place;
  readonly flowRunId: string;
  readonly parameters: unknown;
  readonly time: TimeKind;
  /** Somebody waits for its end, and says when it has arrived. */
  readonly isAwaited: boolean;
}

/** A value that travels; an error, where a failure is allowed. */
export type Sent = Kept | { readonly error: SentError };

export interface SentError {
  readonly name: string;
  readonly message: string;
}

/** How a run or a task has ended. */
export interface End {
  readonly type: State["type"];
  readonly name: string;
  readonly message: string | null;
  readonly result: Kept | null;
  readonly error: SentError | null;
}

/** One try of a task. */
export interface TaskOrder {
  readonly task: Place;
  readonly flowRunId: string;
  /** `count_events-2` */
  readonly key: string;
  readonly tries: number;
  readonly values: readonly Sent[];
}

export interface CacheEntry {
  readonly key: string;
  readonly result: Kept;
  readonly expiresAt: number | null;
}

/** All that is on record about a run and the flows that it has called; what they have printed. */
export interface FlowState {
  /** null: it is under way. */
  readonly end: End | null;
  readonly runs: readonly FlowRunRow[];
  readonly tasks: readonly TaskRow[];
  readonly lines: readonly string[];
}

/** Returns when the flow has ended. */
export const flowEnd = defineUpdate<FlowState & { readonly end: End }>("end");
export const flowEndArrived = defineSignal("end arrived");
export const flowState = defineQuery<FlowState>("flow");
