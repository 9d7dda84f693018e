// The tasks that wait to be started, in queues of their own for each run. However many wait, only as many are looked at
// as could start.

import { findTask } from "../core/task-table.ts";
import type { DAG } from "../dag.ts";
import type { ActiveRun } from "./ledger.ts";

export interface Start {
  readonly active: ActiveRun;
  readonly taskId: string;
  readonly tryNumber: number;
}

interface Arrived extends Start {
  readonly arrival: number;
}

/** By task. A map keeps its order: the oldest entry is at its head. */
type Queue = Map<string, Arrived>;

/** Named after the state that a task is in while it waits there. */
interface RunQueues {
  readonly scheduled: Queue; // wait until their DAG may have one more
  readonly queued: Queue; // wait for a slot
  readonly running: Queue; // sensors with a slot, whose next look is due
}

interface Room {
  readonly isPaused: (active: ActiveRun) => boolean;
  /** How many more attempts a DAG may have at once. */
  readonly roomFor: (dag: DAG) => number;
  /** How many slots there are. */
  readonly free: number;
}

export class StartQueues {
  readonly #runs = new Map<ActiveRun, RunQueues>();
  #arrivals = 0;

  add(start: Start): void {
    const { scheduled, running } = this.#queuesOf(start.active);
    const queue = waitingState(start) === "running" ? running : scheduled;
    if (queue.get(start.taskId)?.tryNumber === start.tryNumber) return; // it was asked for twice
    queue.delete(start.taskId);
    queue.set(start.taskId, { ...start, arrival: this.#arrivals++ });
  }

  remove({ active, taskId }: Start): void {
    const { scheduled, queued, running } = this.#queuesOf(active);
    for (const queue of [scheduled, queued, running]) queue.delete(taskId);
  }

  /** From now on it waits for a slot. */
  moveToQueued(start: Arrived): void {
    const { scheduled, queued } = this.#queuesOf(start.active);
    scheduled.delete(start.taskId);
    queued.set(start.taskId, start);
  }

  /** How many tasks of each DAG wait for a slot. */
  countQueued(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { dag, run } of this.#runs.keys()) {
      counts.set(dag.dagId, (counts.get(dag.dagId) ?? 0) + run.tasks.counts.queued);
    }
    return counts;
  }

  /** The tasks that could start in this much room: older runs first, and within a run in plan order. */
  first({ isPaused, roomFor, free }: Room): Arrived[] {
    const found: Arrived[] = [];
    for (const [active, { scheduled, queued, running }] of this.#runs) {
      if (scheduled.size + queued.size + running.size === 0) this.#runs.delete(active);
      if (isPaused(active)) continue;
      found.push(...headOf(running, "running", Infinity), ...headOf(queued, "queued", free));
      found.push(...headOf(scheduled, "scheduled", roomFor(active.dag)));
    }
    return found.toSorted((a, b) => byDate(a, b) || a.arrival - b.arrival);
  }

  #queuesOf(active: ActiveRun): RunQueues {
    const known = this.#runs.get(active);
    if (known) return known;
    const queues: RunQueues = { scheduled: new Map(), queued: new Map(), running: new Map() };
    this.#runs.set(active, queues);
    return queues;
  }
}

/** The first of a queue. Those that no longer wait, because somebody marked or cleared them, leave it. */
function headOf(queue: Queue, state: keyof RunQueues, limit: number): Arrived[] {
  const head: Arrived[] = [];
  for (const [taskId, start] of queue) {
    if (head.length >= limit) break;
    if (waitingState(start) === state) head.push(start);
    else queue.delete(taskId);
  }
  return head;
}

/** The task's state, if the start is about its latest try. */
export function waitingState({ active, taskId, tryNumber }: Start): string {
  const instance = findTask(active.run.tasks, taskId);
  return instance?.tryNumber === tryNumber ? instance.state : "none";
}

export function byDate(a: Start, b: Start): number {
  return a.active.run.logicalDate - b.active.run.logicalDate;
}
