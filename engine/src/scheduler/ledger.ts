// The runs that are under way, and what has changed since the last commit. Whatever happens to a run goes through here:
// it is stepped, its changes are noted, and they are kept all together or not at all.

import type { Change, Command, Event } from "../core/events.ts";
import { instanceOf, recordOf, type Run } from "../core/run.ts";
import { step } from "../core/step.ts";
import type { DAG } from "../dag.ts";
import type { TaskInstance } from "../core/task-instance.ts";
import { taskEntries } from "../core/task-table.ts";
import type { AttemptRecord, Commit, DagRecord, EventRecord, Store, XComChange } from "../ports.ts";

/** A run in memory. `run` is replaced with every step. */
export interface ActiveRun {
  readonly key: string;
  readonly dag: DAG;
  run: Run;
}

/** Which tasks of a run are to be kept. Those of a new run are not until it starts: its DAG may change until then. */
type ChangedTasks = "unstarted" | "all" | Set<string>;

export function runKey(dagId: string, runId: string): string {
  return `${dagId} ${runId}`; // no id has a space in it
}

export class Ledger {
  readonly active = new Map<string, ActiveRun>();
  readonly #store: Store;
  readonly #holder: string;
  readonly #listener: (event: Omit<EventRecord, "id">) => void;

  readonly #changed = new Map<ActiveRun, ChangedTasks>();
  #dags: DagRecord[] = [];
  #attempts: AttemptRecord[] = [];
  #xcoms: XComChange[] = [];
  #events: Omit<EventRecord, "id">[] = [];

  constructor(store: Store, holder: string, listener: (event: Omit<EventRecord, "id">) => void) {
    this.#store = store;
    this.#holder = holder;
    this.#listener = listener;
  }

  /** How much there is to commit. */
  get size(): number {
    return this.#events.length + this.#attempts.length + this.#dags.length;
  }

  /** A new run, or one read from the store. While it is running it is `active`. */
  open(dag: DAG, run: Run, isNew: boolean): ActiveRun {
    const active = { key: runKey(dag.dagId, run.runId), dag, run };
    if (isNew) {
      this.#changed.set(active, "unstarted");
      this.#note(active, run.createdAt, { taskId: null, state: run.state, tryNumber: null, detail: null });
    }
    return active;
  }

  apply(active: ActiveRun, event: Event): readonly Command[] {
    const changed = this.#changed.get(active) ?? (active.run.startedAt === null ? "all" : new Set());
    const { run, commands, changes, touched } = step(active.run, event);
    active.run = run;
    this.#changed.set(active, changed);
    if (changed instanceof Set) for (const taskId of touched) changed.add(taskId);
    if (run.state === "running") this.active.set(active.key, active);
    else this.active.delete(active.key);
    for (const change of changes) this.#note(active, event.at, change);
    return commands;
  }

  #note({ dag, run }: ActiveRun, at: number, change: Change): void {
    this.#events.push({ at, dagId: dag.dagId, runId: run.runId, ...change });
  }

  noteAttempt(attempt: AttemptRecord): void {
    this.#attempts.push(attempt);
  }

  noteXComs(change: XComChange): void {
    if (change.values === null || Object.keys(change.values).length > 0) this.#xcoms.push(change);
  }

  noteDag(dag: DagRecord, event?: Omit<EventRecord, "id">): void {
    this.#dags.push(dag);
    if (event) this.#events.push(event);
  }

  commit(): void {
    const runs = [...this.#changed].map(([{ run }, changed]) => {
      return { run: recordOf(run), tasks: Object.fromEntries(entriesOf(run, changed)) };
    });
    const commit: Commit = {
      holder: this.#holder,
      dags: this.#dags,
      runs,
      attempts: this.#attempts,
      xcoms: this.#xcoms,
      events: this.#events,
    };
    if (runs.length === 0 && this.size === 0) return;
    this.#store.commit(commit);
    this.#changed.clear();
    this.#dags = [];
    this.#attempts = [];
    this.#xcoms = [];
    this.#events = [];
    for (const event of commit.events) this.#listener(event);
  }
}

function entriesOf(run: Run, changed: ChangedTasks): [string, TaskInstance][] {
  if (changed === "unstarted" && run.state === "queued") return [];
  if (!(changed instanceof Set)) return taskEntries(run.tasks);
  return [...changed].map((taskId) => [taskId, instanceOf(run, taskId)]);
}
