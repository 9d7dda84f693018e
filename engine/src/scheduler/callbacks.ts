// Calls what users have said to call when a task or a run has ended. The state is committed by then, and a callback has
// no say in it.

import { emitWarning } from "node:process";
import { longestTimer } from "../clocks/stopwatch.ts";
import type { TaskContext } from "../context.ts";
import type { Command } from "../core/events.ts";
import { findTask } from "../core/task-table.ts";
import { asError, TimeoutError } from "../errors.ts";
import { withConsole } from "../executors/console.ts";
import { leftBehind } from "../executors/left-behind.ts";
import { logFileOf, openLog, type AttemptLog } from "../executors/log.ts";
import type { Store } from "../ports.ts";
import { makeMask } from "../settings.ts";
import type { ActiveRun } from "./ledger.ts";

/** A callback may take as long as its task, or, where that has no limit, so many milliseconds. */
const usualLimit = 60_000;

type CommandOf<Type extends Command["type"]> = Extract<Command, { readonly type: Type }>;

export class Callbacks {
  readonly #store: Store;
  readonly #logsFolder: string | null;
  #waiting: (() => Promise<void>)[] = [];
  #underWay: Promise<void> | null = null;

  constructor(store: Store, logsFolder: string | null) {
    this.#store = store;
    this.#logsFolder = logsFolder;
  }

  get areWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  get areUnderWay(): boolean {
    return this.#underWay !== null;
  }

  afterTask(active: ActiveRun, at: number, { taskId, callback, error }: CommandOf<"notify">): void {
    const call = active.dag.task(taskId).callbacks[callback];
    if (!call) return;
    const extra = error === undefined ? {} : { exception: new Error(error) };
    this.#add(active, at, taskId, (context) => call(Object.assign(context, extra)));
  }

  /** The context is that of the run's last task. */
  afterRun(active: ActiveRun, at: number, { state, reason }: CommandOf<"finish">): void {
    const { onSuccess, onFailure } = active.dag.settings;
    const call = state === "success" ? onSuccess : onFailure;
    const last = active.dag.plan.tasks.findLast((task) => findTask(active.run.tasks, task.taskId));
    if (call && last)
      this.#add(active, at, last.taskId, (context) => call(Object.assign(context, { reason })));
  }

  #add({ dag, run }: ActiveRun, at: number, taskId: string, call: (context: TaskContext) => unknown): void {
    this.#waiting.push(async () => {
      const { buildContext } = await import("../build-context.ts");
      const { callSafely } = await import("../executors/attempt.ts");
      const { tryNumber = 0, maxTries = 0, startedAt = null } = findTask(run.tasks, taskId) ?? {};
      const key = { dagId: dag.dagId, runId: run.runId, taskId, tryNumber };
      const file = this.#logsFolder === null ? null : logFileOf(this.#logsFolder, key);
      const log = openLog({ file, mask: makeMask(this.#store) });
      const { place, plan } = dag.task(taskId);
      const work = (signal: AbortSignal) => {
        const start = { startedAt: startedAt ?? at, at, fencingToken: 0 }; // it is no attempt, and later ones may run
        const order = { ...key, ...start, run, maxTries, logFile: null };
        const nothing = { pushed: {}, triggered: [], extras: {} };
        return call(buildContext({ dag, order, store: this.#store, signal, log: log.write, ...nothing }));
      };
      const limit = plan.executionTimeout ?? usualLimit;
      const inTime = () => withinTime(work, { limit, place, log: log.write });
      await withConsole(log.write, () => callSafely(inTime, log.write));
      log.close();
    });
  }

  /** One after the other, in the order in which things ended; nobody waits for it but `whenDone`. */
  callAll(whenDone: () => void): void {
    if (this.#underWay || this.#waiting.length === 0) return;
    const all = this.#waiting;
    this.#waiting = [];
    this.#underWay = (async () => {
      for (const call of all) await call().catch((thrown: unknown) => emitWarning(asError(thrown)));
      this.#underWay = null;
      whenDone();
    })();
  }
}

/** One that goes on beyond its time is no longer waited for. */
async function withinTime(
  work: (signal: AbortSignal) => unknown,
  {
    limit,
    place,
    log,
  }: { readonly limit: number; readonly place: string; readonly log: AttemptLog["write"] },
): Promise<void> {
  const controller = new AbortController();
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const fail = (error: Error) => {
    reject(error);
    controller.abort(error);
  };
  const left = leftBehind({ place, log, fail });
  const tooLong = new TimeoutError(`took longer than ${limit / 1000} s`);
  const timer = setTimeout(fail, Math.min(limit, longestTimer), tooLong);
  const done = async () => {
    await left.watch(async () => await work(controller.signal));
    await left.settle();
  };
  try {
    await Promise.race([done(), failed]);
  } finally {
    clearTimeout(timer);
    left.end();
  }
}
