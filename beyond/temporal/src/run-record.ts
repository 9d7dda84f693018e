// What a workflow knows about its run: the core's own state, and what the engine's store would keep with it.

import type { AttemptRecord, AttemptReport, EventRecord, TraceRecord, XComRecord } from "@daglings/engine";
import {
  createRun,
  findTask,
  recordOf,
  restoreRun,
  taskEntries,
  type Change,
  type EventWithoutTime,
  type Outcome,
  type Plan,
  type Run,
  type TaskState,
} from "@daglings/engine/core";
import type { ByHand, RunInput, RunState } from "./messages.ts";
import type { SentOrder } from "./sent-order.ts";

interface Try {
  readonly taskId: string;
  readonly tryNumber: number;
}

/** Everything that its tasks push is sent with every order. More JSON characters than this make a history heavy. */
const mostPushed = 256 * 1024;

const tooLate = "was cleared, marked, cancelled or removed while it ran; its end does not count";

export function openRecord(plan: Plan, from: RunInput["run"]) {
  const isNew = "identity" in from;
  let run: Run = isNew
    ? createRun(plan, from.identity, from.createdAt)
    : restoreRun(plan, { ...from.record, tasks: from.tasks });
  const { dagId } = plan;
  const { runId } = run;
  const changes: Omit<EventRecord, "id">[] = isNew ? [] : [...from.changes];
  const attempts = new Map<string, AttemptRecord>(
    isNew ? [] : from.attempts.map((each) => [keyOf(each), each]),
  );
  const traces: TraceRecord[] = isNew ? [] : [...from.traces];
  let xcoms: readonly XComRecord[] = isNew ? [] : from.xcoms;
  const { assetEvents = [] } = from;
  if (isNew) {
    const queued = { taskId: null, state: run.state, tryNumber: null, detail: null };
    changes.push({ at: run.createdAt, dagId, runId, ...queued });
  }

  const push = (taskId: string, values: Readonly<Record<string, unknown>>) => {
    const others = xcoms.filter((each) => each.taskId !== taskId || !Object.hasOwn(values, each.key));
    const pushed = Object.entries(values).map(([key, value]) => ({ taskId, key, value }));
    xcoms = [...others, ...pushed];
  };

  const orderOf = (taskId: string, at: number): SentOrder => {
    const { tryNumber = 0, maxTries = 0, startedAt = null } = findTask(run.tasks, taskId) ?? {};
    const order = { dagId, runId, taskId, tryNumber, maxTries, startedAt: startedAt ?? at, at };
    return { ...order, run: recordOf(run), xcoms, assetEvents };
  };

  const isIn = ({ taskId, tryNumber }: Try, states: readonly TaskState[]): boolean => {
    const instance = findTask(run.tasks, taskId);
    return instance?.tryNumber === tryNumber && states.includes(instance.state);
  };

  return {
    get run(): Run {
      return run;
    },
    orderOf,
    push,

    /** The DAG may have been edited since it last ran. */
    catchUp: (): EventWithoutTime[] =>
      isNew || from.record.planHash === plan.hash ? [] : [{ type: "plan changed", plan }],

    state: (): RunState => ({
      record: recordOf(run),
      tasks: Object.fromEntries(taskEntries(run.tasks)),
      xcoms,
      attempts: [...attempts.values()],
      traces,
      changes,
      assetEvents,
    }),

    note(next: Run, changed: readonly Change[], at: number): void {
      run = next;
      for (const change of changed) changes.push({ at, dagId, runId, ...change });
    },

    /** Nobody has given up this start in the meantime. */
    waitsFor: (start: Try) => run.state === "running" && isIn(start, ["scheduled", "running"]),

    /** Its task has just gone on to `running`. */
    begin(start: Try, at: number): SentOrder {
      const { taskId, tryNumber } = start;
      if (findTask(run.tasks, taskId)?.pokes === 0) {
        // A try does not see what an earlier one pushed.
        if (tryNumber > 1) xcoms = xcoms.filter((each) => each.taskId !== taskId);
        const open = {
          state: "running",
          finishedAt: null,
          duration: null,
          usage: null,
          error: null,
        } as const;
        const record = {
          dagId,
          runId,
          ...open,
          taskId,
          tryNumber,
          startedAt: at,
          logFile: null,
          report: null,
        };
        attempts.set(keyOf(start), record);
      }
      return orderOf(taskId, at);
    },

    expects: (attempt: Try) => isIn(attempt, ["running"]),

    /** Ends the attempts that were given up and will not report: a sensor's try between two looks. */
    closeGivenUp(willReport: (taskId: string) => boolean, at: number): void {
      for (const [key, attempt] of attempts) {
        if (attempt.finishedAt !== null || willReport(attempt.taskId) || isIn(attempt, stillOpen)) continue;
        attempts.set(key, { ...attempt, finishedAt: at, state: "failed", error: tooLate });
      }
    },

    /** Takes in what an attempt has pushed. */
    accept({ taskId, xcoms: pushed, outcome }: AttemptReport): Outcome {
      push(taskId, pushed);
      if (JSON.stringify(xcoms).length <= mostPushed) return outcome;
      xcoms = xcoms.filter((each) => each.taskId !== taskId);
      const error = `what the tasks of this run have pushed is more than ${mostPushed / 1024} kB, which is too much for a history; write it into a file, and push its path`;
      return { type: "failed", mayRetry: false, error };
    },

    /** Records how an attempt ended, as the engine does: an end that does not count is a failure. */
    end(report: AttemptReport, counts: boolean, at: number): void {
      const { outcome, duration, usage } = report;
      const open = attempts.get(keyOf(report));
      if (!open) return;
      for (const trace of report.traces) {
        traces.push({ dagId, runId, taskId: report.taskId, tryNumber: report.tryNumber, at, ...trace });
      }
      const state = findTask(run.tasks, report.taskId)?.state ?? "failed";
      if (counts && outcome.type === "not yet" && looksAgain.includes(state)) return;
      const ended = { ...open, duration, usage, finishedAt: at };
      if (outcome.type === "failed")
        attempts.set(keyOf(report), { ...ended, state: "failed", error: outcome.error });
      else if (!counts) attempts.set(keyOf(report), { ...ended, state: "failed", error: tooLate });
      else
        attempts.set(keyOf(report), { ...ended, state: outcome.type === "not yet" ? state : outcome.type });
    },

    /** Refuses what cannot be done by hand: the caller is told, and nothing is written down. */
    checkTasks(event: ByHand): void {
      const taskIds = "taskIds" in event ? event.taskIds : "taskId" in event ? [event.taskId] : [];
      const unknown = taskIds.find((id) => !findTask(run.tasks, id));
      if (unknown === undefined) return;
      throw new Error(`run "${runId}" has no task "${unknown}"; its tasks are ${run.tasks.ids.join(", ")}`);
    },
  };
}

const looksAgain: readonly TaskState[] = ["running", "up_for_reschedule"];
const stillOpen: readonly TaskState[] = [...looksAgain, "scheduled", "queued"];

function keyOf({ taskId, tryNumber }: Try): string {
  return `${taskId}#${tryNumber}`;
}
