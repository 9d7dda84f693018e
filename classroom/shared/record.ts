// What is recorded of a lesson's run, line by line: everything needed to show it as it was at any instant. Plain JSON.

import type { Event, Plan, RunIdentity } from "@daglings/engine/core";

export type Entry =
  Begun | RunMade | Stepped | AttemptStarted | AttemptEnded | FileWritten | MailSent | Ended;

/** The first: which DAGs there are. */
export interface Begun {
  readonly type: "begun";
  readonly lesson: string;
  readonly variant: string | null;
  /** It is the student's own version. */
  readonly isOwn: boolean;
  readonly executor: "in-process" | "subprocess";
  readonly airflow: 2 | 3;
  readonly clock: { readonly from: number; readonly until: number };
  /** The lesson's own comes last. */
  readonly dags: readonly RecordedDag[];
}

interface RecordedDag {
  readonly dagId: string;
  readonly description: string;
  readonly schedule: string;
  readonly timeZone: string;
  readonly catchup: boolean;
  readonly plan: Plan;
}

/** A run of a DAG is made. Runs are numbered in that order. */
interface RunMade {
  readonly type: "made";
  readonly dagId: string;
  readonly createdAt: number;
  readonly identity: RunIdentity;
}

/** Something has happened to a run: the core works out what becomes of it. */
interface Stepped {
  readonly type: "step";
  readonly run: number;
  readonly event: Event;
}

export interface AttemptName {
  readonly run: number;
  readonly taskId: string;
  readonly tryNumber: number;
}

/** An attempt is really under way. */
export interface AttemptStarted extends AttemptName {
  readonly type: "attempt started";
  /** Below the run's folder; null: it writes none. */
  readonly log: string | null;
}

/** How it ended is told by its step. */
export interface AttemptEnded extends AttemptName {
  readonly type: "attempt ended";
  /** Real milliseconds. */
  readonly duration: number;
  readonly usage: {
    readonly cpu: number | null;
    readonly peakMemory: number | null;
    readonly logBytes: number;
  };
}

/** A file that is new or has changed. */
export interface FileWritten {
  readonly type: "file";
  readonly path: string;
  /** null: it is gone. */
  readonly bytes: number | null;
  /** Under this number its content is kept, as its first `bytes`; null: it is too large. */
  readonly version: number | null;
  /** Whose attempts were under way: one of them has written it. Empty: nobody knows. */
  readonly by: readonly AttemptName[];
}

export interface MailSent {
  readonly type: "mail";
  /** In the mailbox. */
  readonly file: string;
  readonly to: string;
  readonly subject: string;
  readonly by: readonly AttemptName[];
}

/** The last. */
export interface Ended {
  readonly type: "ended";
  /** "stopped": by a person. "broken": see `message`. */
  readonly how: "done" | "stopped" | "broken";
  readonly message: string | null;
  /** Real milliseconds. */
  readonly duration: number;
  /** What the script of lesson 00 has printed. */
  readonly output: string | null;
}
