// The attempts that a run has under way, as activities. An activity's id is its task and try, so that a history reads like
// the engine's record.

import {
  ActivityCancellationType,
  ActivityFailure,
  CancellationScope,
  isCancellation,
  proxyActivities,
  TimeoutFailure,
} from "@temporalio/workflow";
import type { AttemptReport } from "@daglings/engine";
import { processGone, type Command } from "@daglings/engine/core";
import type { Activities } from "./activities.ts";
import type { SentOrder } from "./sent-order.ts";
import type { Time } from "./time.ts";

export type Start = Extract<Command, { readonly type: "start" }>;

interface Attempt {
  readonly scope: CancellationScope;
  readonly tryNumber: number;
  report: AttemptReport | null;
}

/** An attempt without its own limit may take this long: Temporal requires a limit. */
const longest = 365 * 24 * 3_600_000;
/** How long after its own limit an attempt is given up: it watches its limit itself, unless it is blocked. */
const grace = 30_000;

/** `isPlayed`: the lesson's own process carries them out, and ends with its worker; but it may be slow. */
export function attemptsOf({ isPlayed }: Pick<Time, "isPlayed">, onLanded: () => void) {
  const attempts = new Map<string, Attempt>();
  const looks = new Map<string, number>();
  return {
    /** Includes those whose end has not been taken in yet. */
    get count(): number {
      return attempts.size;
    },
    get areUnderWay(): boolean {
      return [...attempts.values()].some(({ report }) => report === null);
    },
    has: (taskId: string) => attempts.has(taskId),
    landed: () => [...attempts.values()].flatMap(({ report }) => report ?? []),
    take: ({ taskId }: AttemptReport) => void attempts.delete(taskId),

    begin(order: SentOrder, limit: number | null): void {
      const { taskId, tryNumber } = order;
      const name = `${taskId}#${tryNumber}`;
      const look = (looks.get(name) ?? 0) + 1; // a sensor looks several times in one try
      looks.set(name, look);
      const { carryOutAttempt } = proxyActivities<Activities>({
        activityId: look === 1 ? name : `${name}.${look}`,
        startToCloseTimeout: limit === null ? longest : limit + grace,
        ...(!isPlayed && { heartbeatTimeout: "10s" }),
        cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
        retry: { maximumAttempts: 1 }, // the core counts tries
      });
      const attempt: Attempt = { scope: new CancellationScope(), tryNumber, report: null };
      attempts.set(taskId, attempt);
      void attempt.scope
        .run(() => carryOutAttempt(order))
        .catch((error: unknown) => lostReport(order, error))
        .then((report) => {
          attempt.report = report;
          onLanded();
        });
    },

    stop({ taskId, tryNumber }: Pick<Start, "taskId" | "tryNumber">): void {
      const attempt = attempts.get(taskId);
      if (attempt?.tryNumber === tryNumber) attempt.scope.cancel();
    },
  };
}

/** What is known about an attempt that has not reported. */
function lostReport({ dagId, runId, taskId, tryNumber }: SentOrder, thrown: unknown): AttemptReport {
  const outcome = { type: "failed", mayRetry: true, error: whatHappened(thrown) } as const;
  const nothing = { duration: 0, xcoms: {}, triggers: [], extras: {}, traces: [] };
  const usage = { cpu: null, peakMemory: null, logBytes: 0 };
  return { type: "attempt finished", dagId, runId, taskId, tryNumber, outcome, usage, ...nothing };
}

function whatHappened(thrown: unknown): string {
  if (isCancellation(thrown)) return "was stopped before it began";
  const cause = thrown instanceof ActivityFailure ? thrown.cause : thrown;
  if (cause instanceof TimeoutFailure) return processGone;
  return cause instanceof Error ? cause.message : String(cause);
}
