// What came of a lesson's run, as `pnpm lesson NN --json` prints it.

import { isRecovered, type DAG, type RunType, type Store } from "@daglings/engine";
import type { FlowSummary } from "@daglings/flow";
import type { ReceivedMail } from "./mailbox.ts";
import type { LeftFile } from "./run-folder.ts";

export interface LessonRun {
  readonly schema: "daglings/lesson-run/v1";
  readonly lesson: string;
  readonly variant: string | null;
  readonly clock: { readonly from: string; readonly until: string };
  readonly dags: readonly DagFacts[];
  /** If the lesson has flows. */
  readonly flows?: readonly FlowSummary[];
  readonly files: readonly LeftFile[];
  readonly mails: readonly { readonly to: string; readonly subject: string }[];
  readonly requests: readonly RequestFacts[];
  /** If the lesson has one. */
  readonly chat?: ChatFacts;
}

interface ChatFacts {
  readonly messages: readonly string[];
  /** Where the secret of its connection can be read: nowhere, if all is well. */
  readonly secretSeenIn: readonly string[];
}

export interface DagFacts {
  readonly dagId: string;
  readonly runs: readonly RunFacts[];
}

export interface RunFacts {
  readonly runId: string;
  readonly runType: RunType;
  /** In Airflow 3 a run by hand has no dates unless it is given one: these then say when it was asked for. */
  readonly undated?: true;
  readonly logicalDate: string;
  readonly dataIntervalStart: string;
  readonly dataIntervalEnd: string;
  readonly createdAt: string;
  readonly state: string;
  /** It has succeeded, and something in it was tried more than once. */
  readonly recovered?: true;
  readonly tasks: readonly TaskFacts[];
}

export interface TaskFacts {
  readonly taskId: string;
  readonly state: string;
  readonly tryNumber: number;
}

export interface RequestFacts {
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
}

/** All runs of these DAGs, the oldest first, their tasks in plan order. */
export function dagFacts(store: Store, dags: readonly DAG[]): DagFacts[] {
  return dags.map(({ dagId, plan }) => ({
    dagId,
    runs: store.listRuns({ dagId }).map((run) => {
      const instances = store.findRun(run)?.tasks ?? {};
      const tasks = plan.tasks.flatMap(({ taskId }) => {
        const instance = instances[taskId];
        return instance ? [{ taskId, state: instance.state, tryNumber: instance.tryNumber }] : [];
      });
      return {
        runId: run.runId,
        runType: run.runType,
        ...(run.undated && { undated: true }),
        logicalDate: instantText(run.logicalDate),
        dataIntervalStart: instantText(run.dataIntervalStart),
        dataIntervalEnd: instantText(run.dataIntervalEnd),
        createdAt: instantText(run.createdAt),
        state: run.state,
        ...(isRecovered(run.state, tasks) && { recovered: true as const }),
        tasks,
      };
    }),
  }));
}

/** As it is printed: a date that a run does not have is null. */
export function printedRun(run: LessonRun): object {
  const printed = ({ undated, ...facts }: RunFacts) =>
    undated ? { ...facts, logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null } : facts;
  return { ...run, dags: run.dags.map(({ dagId, runs }) => ({ dagId, runs: runs.map(printed) })) };
}

/** `2019-01-04T05:00:00Z` */
export function instantText(instant: number): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toString();
}

export function mailFacts(mails: readonly ReceivedMail[]): LessonRun["mails"] {
  return mails.map(({ to, subject }) => ({ to, subject }));
}

export interface ReceivedRequest extends RequestFacts {
  /** By the lesson's clock. */
  readonly at: number | null;
}

/** In the order of simulated time; files of one instant by path, because their true order depends on the machine. */
export function requestFacts(requests: readonly ReceivedRequest[]): RequestFacts[] {
  const order = (a: ReceivedRequest, b: ReceivedRequest) =>
    (a.at ?? 0) - (b.at ?? 0) || compareTexts(a.path, b.path) || (b.status ?? 0) - (a.status ?? 0);
  return requests.toSorted(order).map(({ method, path, status }) => ({ method, path, status }));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
