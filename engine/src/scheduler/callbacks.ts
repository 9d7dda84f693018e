// Calls what users have asked to be called when a task or a run has ended. The state is committed by then, and a callback
// cannot change it.

import { emitWarning } from "node:process";
import type { Command } from "../core/events.ts";
import { recordOf } from "../core/run.ts";
import { findTask } from "../core/task-table.ts";
import { asError } from "../errors.ts";
import { logFileOf } from "../executors/log.ts";
import type { CallbackCall, Executor, Store } from "../ports.ts";
import { callBack, findCallback } from "./one-callback.ts";
import type { ActiveRun } from "./ledger.ts";

type CommandOf<Type extends Command["type"]> = Extract<Command, { readonly type: Type }>;

export class Callbacks {
  readonly #store: Store;
  readonly #executor: Executor;
  readonly #logsFolder: string | null;
  #waiting: (() => Promise<void>)[] = [];
  #underWay: Promise<void> | null = null;

  constructor(store: Store, executor: Executor, logsFolder: string | null) {
    this.#store = store;
    this.#executor = executor;
    this.#logsFolder = logsFolder;
  }

  get areWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  get areUnderWay(): boolean {
    return this.#underWay !== null;
  }

  afterTask(active: ActiveRun, at: number, { taskId, callback, error }: CommandOf<"notify">): void {
    this.#add(active, at, taskId, { of: "task", callback, error: error ?? null });
  }

  /** The context is that of the run's last task. */
  afterRun(active: ActiveRun, at: number, { state, reason }: CommandOf<"finish">): void {
    const callback = state === "success" ? "onSuccess" : "onFailure";
    const last = active.dag.plan.tasks.findLast((task) => findTask(active.run.tasks, task.taskId));
    if (last) this.#add(active, at, last.taskId, { of: "run", callback, reason });
  }

  #add({ dag, run }: ActiveRun, at: number, taskId: string, call: CallbackCall): void {
    if (!findCallback(dag, taskId, call)) return;
    const { tryNumber = 0, maxTries = 0, startedAt = null } = findTask(run.tasks, taskId) ?? {};
    const key = { dagId: dag.dagId, runId: run.runId, taskId, tryNumber };
    const logFile = this.#logsFolder === null ? null : logFileOf(this.#logsFolder, key);
    const start = { startedAt: startedAt ?? at, at, fencingToken: 0 }; // not an attempt, and later ones may run
    const order = { call, attempt: { ...key, ...start, run: recordOf(run), maxTries, logFile, files: null } };
    this.#waiting.push(() => this.#executor.callBack?.(order) ?? callBack(order, dag, this.#store));
  }

  /** One after the other, in the order in which things ended. Only `whenDone` waits for it. */
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
