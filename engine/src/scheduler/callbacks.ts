// Calls what users have said to call when a task or a run has ended. The state is committed by then, and a callback has
// no say in it.

import type { TaskContext } from "../context.ts";
import type { Command } from "../core/events.ts";
import { findTask } from "../core/task-table.ts";
import { withConsole } from "../executors/console.ts";
import { logFileOf, openLog } from "../executors/log.ts";
import type { Store } from "../ports.ts";
import { makeMask } from "../settings.ts";
import type { ActiveRun } from "./ledger.ts";

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
      const context = buildContext({
        dag,
        order: { ...key, run, maxTries, startedAt: startedAt ?? at, at, logFile: null },
        store: this.#store,
        signal: new AbortController().signal,
        log: log.write,
        pushed: {},
        triggered: [],
      });
      await withConsole(log.write, () => callSafely(() => call(context), log.write));
      log.close();
    });
  }

  /** One after the other, in the order in which things ended; nobody waits for it but `whenDone`. */
  callAll(whenDone: () => void): void {
    if (this.#underWay || this.#waiting.length === 0) return;
    const all = this.#waiting;
    this.#waiting = [];
    this.#underWay = (async () => {
      for (const call of all) await call();
      this.#underWay = null;
      whenDone();
    })();
  }
}
