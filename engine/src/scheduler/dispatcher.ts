// From a task that may start to an attempt that runs: within its DAG's limit, and where the executor has a free slot. A
// start waits in a queue until then. Then its attempt is held: it has a slot. When its report lands, the attempt rests. The
// next round takes the report in, and gives the slot back, unless it is a sensor that keeps it for its next look.

import { instanceOf, recordOf } from "../core/run.ts";
import { positionOf } from "../core/task-table.ts";
import type { DAG } from "../dag.ts";
import { logFileOf } from "../executors/log.ts";
import { attemptId } from "../executors/under-way.ts";
import { withSureTraces, type FilesFolder } from "../lineage.ts";
import type { AttemptKey, AttemptOrder, AttemptRecord, AttemptReport, Executor } from "../ports.ts";
import type { ActiveRun, Ledger } from "./ledger.ts";
import { byDate, StartQueues, waitingState, type Start } from "./start-queues.ts";

/** An attempt with a slot: it is under way, or it is a sensor's attempt that keeps its slot until its next look. */
interface Held extends Start {
  readonly record: AttemptRecord;
  readonly fencingToken: number;
  /** When it began, nothing else was under way. */
  readonly beganAlone: boolean;
}

export interface Landed {
  readonly held: Held;
  readonly report: AttemptReport;
  /** It is on record already. */
  isKept: boolean;
}

interface Folders {
  readonly logs: string | null;
  readonly files: FilesFolder | null;
}

export class Dispatcher {
  readonly #waiting = new StartQueues();
  #landed: Landed[] = [];
  readonly #held = new Map<string, Held>();
  readonly #resting = new Set<string>(); // those of the held attempts that are not under way
  readonly #heldOfTask = new Map<string, string>(); // for each task that has one, its held attempt
  readonly #heldCounts = new Map<string, number>(); // for each DAG, how many are held
  readonly #ledger: Ledger;
  readonly #executor: Executor;
  readonly #folders: Folders;
  #lastToken: number;

  /**
   * Each attempt's start is an event that is on record before the attempt begins. Fencing tokens are counted on from the
   * last event of earlier schedulers, so none comes twice.
   */
  constructor(ledger: Ledger, executor: Executor, folders: Folders, lastEventId: number) {
    this.#lastToken = lastEventId;
    this.#ledger = ledger;
    this.#executor = executor;
    this.#folders = folders;
  }

  /** How many attempts the executor has and has not reported. */
  get underWayCount(): number {
    return this.#held.size - this.#resting.size;
  }

  add(start: Start): void {
    this.#waiting.add(start);
  }

  stop(start: Start): void {
    const key = keyOf(start);
    if (this.#isUnderWay(attemptId(key))) this.#executor.stop(key);
  }

  land(report: AttemptReport): void {
    const id = attemptId(report);
    const held = this.#held.get(id);
    if (!held) return;
    this.#resting.add(id);
    this.#landed.push({
      held,
      report: this.#wasAlone(held) ? withSureTraces(report) : report,
      isKept: false,
    });
  }

  #wasAlone({ beganAlone, fencingToken }: Held): boolean {
    return beganAlone && fencingToken === this.#lastToken;
  }

  /** Its end has not been taken in yet. */
  willReport(attempt: AttemptKey): boolean {
    const id = attemptId(attempt);
    return this.#isUnderWay(id) || this.#landed.some(({ report }) => attemptId(report) === id);
  }

  get hasUnkept(): boolean {
    return this.#landed.some(({ isKept }) => !isKept);
  }

  /** Puts on record what has been reported, so that it outlives this process even before it is taken in. */
  keepLanded(): void {
    for (const landed of this.#landed) {
      if (!landed.isKept) this.#ledger.noteAttempt({ ...landed.held.record, report: landed.report });
      landed.isKept = true;
    }
  }

  /** The reports not taken in yet, in plan order: the order in which they came depends on the machine. */
  *takeLanded(): Generator<Landed> {
    this.#landed = this.#landed.toSorted(({ held: a }, { held: b }) => byDate(a, b) || byPlan(a, b));
    for (let next = this.#landed.shift(); next; next = this.#landed.shift()) yield next;
  }

  /** Marks as started what can start now. The executor gets the orders once that is committed. */
  dispatch(now: number, isPaused: (active: ActiveRun) => boolean): AttemptOrder[] {
    this.#release();
    const orders: AttemptOrder[] = [];
    const busy = this.#waiting.countQueued();
    for (const [dagId, count] of this.#heldCounts) busy.set(dagId, (busy.get(dagId) ?? 0) + count);
    const free = () => this.#executor.slots - this.#held.size;
    const roomFor = ({ dagId, settings }: DAG) => settings.maxActiveTasks - (busy.get(dagId) ?? 0);
    for (const start of this.#waiting.first({ isPaused, roomFor, free: free() })) {
      const { active, taskId } = start;
      const { dagId } = active.dag;
      const state = waitingState(start);
      if (this.#isStopping(start)) continue;
      if (state === "scheduled") {
        if (roomFor(active.dag) <= 0) continue;
        busy.set(dagId, (busy.get(dagId) ?? 0) + 1);
      }
      // A sensor that looks again has its slot already.
      if (state === "running" || free() > 0) {
        this.#waiting.remove(start);
        orders.push(this.#start(start, now));
      } else if (state === "scheduled") {
        this.#ledger.apply(active, { type: "task queued", taskId, at: now });
        this.#waiting.moveToQueued(start);
      }
    }
    return orders;
  }

  /** An earlier try of the task was given up but has not ended yet: two at once would get in each other's way. */
  #isStopping(start: Start): boolean {
    const id = this.#heldOfTask.get(taskKey(start));
    return id !== undefined && id !== attemptId(keyOf(start)) && this.#isUnderWay(id);
  }

  #isUnderWay(id: string): boolean {
    return this.#held.has(id) && !this.#resting.has(id);
  }

  /** Gives back the slots of attempts that are over. */
  #release(): void {
    for (const id of this.#resting) {
      const held = this.#held.get(id);
      if (held && waitingState(held) === "running") continue;
      this.#resting.delete(id);
      this.#held.delete(id);
      if (!held) continue;
      this.#count(held, -1);
      if (this.#heldOfTask.get(taskKey(held)) === id) this.#heldOfTask.delete(taskKey(held));
    }
  }

  #count({ active: { dag } }: Start, by: 1 | -1): void {
    this.#heldCounts.set(dag.dagId, (this.#heldCounts.get(dag.dagId) ?? 0) + by);
  }

  #start(start: Start, now: number): AttemptOrder {
    const { active, taskId } = start;
    this.#ledger.apply(active, { type: "attempt started", taskId, at: now });
    const { maxTries, startedAt, pokes } = instanceOf(active.run, taskId);
    const key = keyOf(start);
    const { logs, files } = this.#folders;
    const logFile = logs === null ? null : logFileOf(logs, key);
    const run = recordOf(active.run);
    const id = attemptId(key);
    // A sensor that has kept its slot looks again, without a new event.
    const fencingToken = this.#held.get(id)?.fencingToken ?? ++this.#lastToken;
    const order = {
      ...key,
      run,
      maxTries,
      fencingToken,
      startedAt: startedAt ?? now,
      at: now,
      logFile,
      files,
    };
    const open = {
      state: "running",
      finishedAt: null,
      duration: null,
      usage: null,
      error: null,
      report: null,
    } as const;
    const record = { ...key, ...open, startedAt: order.startedAt, logFile };
    const beganAlone = this.underWayCount === 0;
    if (!this.#held.has(id)) this.#count(start, 1);
    this.#held.set(id, { ...start, record, fencingToken, beganAlone });
    this.#heldOfTask.set(taskKey(start), id);
    this.#resting.delete(id);
    if (pokes === 0) {
      this.#ledger.noteAttempt(record);
      // A try does not see what an earlier one pushed.
      if (start.tryNumber > 1) this.#ledger.noteXComs({ ...key, values: null });
    }
    return order;
  }
}

function keyOf({ active: { dag, run }, taskId, tryNumber }: Start): AttemptKey {
  return { dagId: dag.dagId, runId: run.runId, taskId, tryNumber };
}

function taskKey({ active, taskId }: Start): string {
  return `${active.key} ${taskId}`;
}

function byPlan(a: Start, b: Start): number {
  const place = ({ active, taskId }: Start) => positionOf(active.run.tasks, taskId) ?? 0;
  return place(a) - place(b);
}
