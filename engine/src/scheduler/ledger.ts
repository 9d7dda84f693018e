// The runs that are under way, and what has changed since the last commit. Everything that happens to a run goes through
// here: the run is stepped, its changes are noted, and they are committed all together or not at all.

import type { AssetEvent, AssetQueueRecord } from "../asset-record.ts";
import type { Change, Command, Event } from "../core/events.ts";
import { recordOf, type Run, type RunIdentity } from "../core/run.ts";
import { step } from "../core/step.ts";
import type { DAG } from "../dag.ts";
import type {
  AttemptRecord,
  AttemptReport,
  Commit,
  DagRecord,
  EventRecord,
  RunRecord,
  Store,
  TaskRecord,
  TraceRecord,
  XComChange,
} from "../ports.ts";
import { isSame, tasksToKeep, type Changed } from "./kept.ts";

/** A run in memory. `run` is replaced with every step. */
export interface ActiveRun {
  readonly key: string;
  readonly dag: DAG;
  run: Run;
}

/** Hears about each run as it is now, and what has made it so; null: it is new. */
export type OnStep = (run: Run, event: Event | null) => void;

export function runKey(dagId: string, runId: string): string {
  return `${dagId} ${runId}`; // no id has a space in it
}

export class Ledger {
  readonly active = new Map<string, ActiveRun>();
  readonly #store: Store;
  readonly #holder: string;
  readonly #listener: (event: Omit<EventRecord, "id">) => void;
  readonly #onStep: OnStep | undefined;

  readonly #changed = new Map<ActiveRun, Changed>();
  #dags: DagRecord[] = [];
  #attempts: AttemptRecord[] = [];
  #xcoms: XComChange[] = [];
  #traces: TraceRecord[] = [];
  #assetEvents: AssetEvent[] = [];
  #assetQueues: AssetQueueRecord[] = [];
  #events: Omit<EventRecord, "id">[] = [];

  constructor(
    store: Store,
    holder: string,
    listener: (event: Omit<EventRecord, "id">) => void,
    onStep?: OnStep,
  ) {
    this.#store = store;
    this.#holder = holder;
    this.#listener = listener;
    this.#onStep = onStep;
  }

  /** How many changes there are to commit. */
  get size(): number {
    return this.#events.length + this.#attempts.length + this.#dags.length + this.#assetEvents.length;
  }

  /** A new run, or one that the store has kept as `before`. While it is running it is `active`. */
  open(dag: DAG, run: Run, before: RunRecord | null): ActiveRun {
    const active = { key: runKey(dag.dagId, run.runId), dag, run };
    if (before?.planHash !== run.plan.hash) this.#changed.set(active, { before, tasks: new Set() });
    if (before === null) {
      this.#onStep?.(run, null);
      this.#note(active, run.createdAt, { taskId: null, state: run.state, tryNumber: null, detail: null });
    }
    return active;
  }

  /** A run with this id or date that the store does not have yet. */
  findNew(dagId: string, { runId, logicalDate }: RunIdentity): Run | null {
    for (const [{ dag, run }, { before }] of this.#changed) {
      const isIt = run.runId === runId || run.logicalDate === logicalDate;
      if (before === null && dag.dagId === dagId && isIt) return run;
    }
    return null;
  }

  apply(active: ActiveRun, event: Event): readonly Command[] {
    const changed = this.#changed.get(active) ?? { before: recordOf(active.run), tasks: new Set() };
    const { run, commands, changes, touched } = step(active.run, event);
    active.run = run;
    this.#onStep?.(run, event);
    this.#changed.set(active, changed);
    for (const taskId of touched) changed.tasks.add(taskId);
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

  noteTraces({ dagId, runId, taskId, tryNumber, traces }: AttemptReport, at: number): void {
    for (const trace of traces) this.#traces.push({ dagId, runId, taskId, tryNumber, at, ...trace });
  }

  noteAssetEvent(event: AssetEvent): void {
    this.#assetEvents.push(event);
  }

  noteAssetQueue(queue: AssetQueueRecord): void {
    this.#assetQueues.push(queue);
  }

  /** An event that the store does not have yet. */
  findAssetEvent(asset: string, key: string): AssetEvent | null {
    return this.#assetEvents.find((event) => event.asset === asset && event.key === key) ?? null;
  }

  noteDag(dag: DagRecord, event?: Omit<EventRecord, "id">): void {
    this.#dags.push(dag);
    if (event) this.#events.push(event);
  }

  /** Commits if the store does not know the current state of this DAG's runs. */
  commitRunsOf(dagId: string): void {
    const isOfDag = ({ dag }: ActiveRun) => dag.dagId === dagId;
    if (this.#changed.keys().some(isOfDag)) this.commit();
  }

  commit(): void {
    const commit = this.#changes();
    const { holder: _, ...lists } = commit;
    if (Object.values(lists).every((list) => list.length === 0)) return;
    this.#store.commit(commit);
    this.#changed.clear();
    this.#dags = [];
    this.#attempts = [];
    this.#xcoms = [];
    this.#traces = [];
    this.#assetEvents = [];
    this.#assetQueues = [];
    this.#events = [];
    for (const event of commit.events) this.#listener(event);
  }

  #changes(): Commit {
    const runs: RunRecord[] = [];
    const tasks: TaskRecord[] = [];
    for (const [{ run }, changed] of this.#changed) {
      const record = recordOf(run);
      if (!isSame(record, changed.before)) runs.push(record);
      tasks.push(...tasksToKeep(run, changed));
    }
    return {
      holder: this.#holder,
      dags: this.#dags,
      runs,
      tasks,
      attempts: this.#attempts,
      xcoms: this.#xcoms,
      traces: this.#traces,
      assetEvents: this.#assetEvents,
      assetQueues: this.#assetQueues,
      events: this.#events,
    };
  }
}
