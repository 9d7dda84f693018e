// From a task that may start to an attempt that runs: within its DAG's limit, and where the executor has a free slot.

import { logFileOf } from "../executors/log.ts";
import { attemptId } from "../executors/under-way.ts";
import type { AttemptKey, AttemptOrder, AttemptRecord, AttemptReport, Executor } from "../ports.ts";
import type { ActiveRun, Ledger } from "./ledger.ts";

export interface Start {
  readonly active: ActiveRun;
  readonly taskId: string;
  readonly tryNumber: number;
}

/** An attempt with a slot: under way, or a sensor's that keeps its place until its next poke. */
interface Held extends Start {
  readonly record: AttemptRecord;
  isUnderWay: boolean;
}

export interface Landed {
  readonly held: Held;
  readonly report: AttemptReport;
}

export class Dispatcher {
  #waiting: Start[] = [];
  #landed: Landed[] = [];
  readonly #held = new Map<string, Held>();
  readonly #ledger: Ledger;
  readonly #executor: Executor;
  readonly #logsFolder: string | null;

  constructor(ledger: Ledger, executor: Executor, logsFolder: string | null) {
    this.#ledger = ledger;
    this.#executor = executor;
    this.#logsFolder = logsFolder;
  }

  /** How many attempts the executor has and has not reported. */
  get underWayCount(): number {
    let count = 0;
    for (const held of this.#held.values()) if (held.isUnderWay) count++;
    return count;
  }

  add(start: Start): void {
    this.#waiting.push(start);
  }

  stop(start: Start): void {
    const key = keyOf(start);
    if (this.#held.get(attemptId(key))?.isUnderWay) this.#executor.stop(key);
  }

  land(report: AttemptReport): void {
    const held = this.#held.get(attemptId(report));
    if (!held) return;
    held.isUnderWay = false;
    this.#landed.push({ held, report });
  }

  /** What has been reported since, in plan order: the order in which it came depends on the machine. */
  takeLanded(): Landed[] {
    const landed = this.#landed;
    this.#landed = [];
    return landed.toSorted((a, b) => byDate(a.held, b.held) || positionOf(a.held) - positionOf(b.held));
  }

  /** Marks as started what can start now. The executor is to be given the orders once that is committed. */
  dispatch(now: number, isPaused: (active: ActiveRun) => boolean): AttemptOrder[] {
    this.#release();
    const orders: AttemptOrder[] = [];
    const waiting = this.#waiting.filter((start) => waitingStates.includes(stateOf(start))).toSorted(byDate);
    this.#waiting = [];
    const busy = countByDag([
      ...this.#held.values(),
      ...waiting.filter((start) => stateOf(start) === "queued"),
    ]);
    for (const start of waiting) {
      const { active, taskId } = start;
      const { dagId, settings } = active.dag;
      const state = stateOf(start);
      // Only a sensor that keeps its slot between two looks has one already.
      const held = state === "running" ? this.#held.get(attemptId(keyOf(start))) : undefined;
      if (held?.isUnderWay) continue; // it was asked for twice
      const others = busy.get(dagId) ?? 0;
      const mayLeave = held !== undefined || state === "queued" || others < settings.maxActiveTasks;
      const hasSlot = held !== undefined || this.#held.size < this.#executor.slots;
      if (isPaused(active) || !mayLeave) {
        this.#waiting.push(start);
        continue;
      }
      if (state === "scheduled") busy.set(dagId, others + 1);
      if (hasSlot) {
        orders.push(this.#start(start, now));
        continue;
      }
      if (state === "scheduled") this.#ledger.apply(active, { type: "task queued", taskId, at: now });
      this.#waiting.push(start);
    }
    return orders;
  }

  /** Gives back the slots of attempts that are over. */
  #release(): void {
    for (const [key, held] of this.#held) {
      if (!held.isUnderWay && stateOf(held) !== "running") this.#held.delete(key);
    }
  }

  #start(start: Start, now: number): AttemptOrder {
    const { active, taskId } = start;
    this.#ledger.apply(active, { type: "attempt started", taskId, at: now });
    const { plan: _, tasks, ...run } = active.run;
    const { maxTries = 0, startedAt = now, pokes = 0 } = tasks[taskId] ?? {};
    const key = keyOf(start);
    const logFile = this.#logsFolder === null ? null : logFileOf(this.#logsFolder, key);
    const order = { ...key, run, maxTries, startedAt: startedAt ?? now, at: now, logFile };
    const open = { state: "running", finishedAt: null, duration: null, error: null } as const;
    const record = { ...key, ...open, startedAt: order.startedAt, logFile };
    this.#held.set(attemptId(key), { ...start, record, isUnderWay: true });
    if (pokes === 0) {
      this.#ledger.noteAttempt(record);
      this.#ledger.noteXComs({ ...key, values: null }); // a try does not see what an earlier one pushed
    }
    return order;
  }
}

const waitingStates = ["scheduled", "queued", "running"];

function keyOf({ active: { dag, run }, taskId, tryNumber }: Start): AttemptKey {
  return { dagId: dag.dagId, runId: run.runId, taskId, tryNumber };
}

function countByDag(starts: readonly Start[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { active } of starts) counts.set(active.dag.dagId, (counts.get(active.dag.dagId) ?? 0) + 1);
  return counts;
}

/** The task's state, as long as this is about its latest try. */
function stateOf({ active, taskId, tryNumber }: Start): string {
  const instance = active.run.tasks[taskId];
  return instance?.tryNumber === tryNumber ? instance.state : "none";
}

/** Older runs first; in a run as they came, which is plan order. */
function byDate(a: Start, b: Start): number {
  return a.active.run.logicalDate - b.active.run.logicalDate;
}

function positionOf({ active, taskId }: Start): number {
  return active.run.plan.tasks.findIndex((task) => task.taskId === taskId);
}
