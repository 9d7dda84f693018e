// Asset events: how they arise, and which runs follow from them. The rules are Airflow's: see AssetQueue.

import { suggest, UsageError } from "@daglings/words";
import type { AssetEvent } from "../asset-record.ts";
import { assetRunTypes, type RunIdentity } from "../core/run.ts";
import type { DAG } from "../dag.ts";
import { plainFields } from "../plain-json.ts";
import type { AttemptReport, Store } from "../ports.ts";
import { assetRun, AssetQueue, type Span } from "../schedule/asset-runs.ts";
import type { Ledger } from "./ledger.ts";

/** From outside: a file has arrived, or somebody reports it. */
export interface AssetEventOptions {
  readonly asset: string;
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Identifies this update: if it is reported twice, it is one event. */
  readonly key?: string;
}

interface Awaiting {
  readonly dag: DAG;
  readonly queue: AssetQueue;
}

export class Assets {
  readonly #store: Store;
  readonly #ledger: Ledger;
  readonly #dags = new Map<string, DAG>();
  readonly #awaiting = new Map<string, Awaiting>();
  /** Only the holder of the store's lease writes, so it can count by itself. */
  #lastId: number;

  constructor(store: Store, ledger: Ledger) {
    this.#store = store;
    this.#ledger = ledger;
    this.#lastId = store.lastAssetEventId();
  }

  enroll(dag: DAG): void {
    const { dagId, settings } = dag;
    this.#dags.set(dagId, dag);
    this.#awaiting.delete(dagId);
    if (settings.assets.length === 0) return;
    const names = settings.assets.map(({ name }) => name);
    const queue = new AssetQueue(names, this.#store.findAssetQueue({ dagId }));
    this.#awaiting.set(dagId, { dag, queue });
  }

  dismiss(dagId: string): void {
    this.#dags.delete(dagId);
    this.#awaiting.delete(dagId);
  }

  /** When the event came that makes the DAG's next run due; null: it waits for more. */
  dueAt(dagId: string): number | null {
    return this.#awaiting.get(dagId)?.queue.due?.at ?? null;
  }

  /** Null: this update is known already. A DAG that is paused is not told of it. */
  tell(
    { asset, extra = {}, key }: AssetEventOptions,
    at: number,
    isPaused: (dagId: string) => boolean,
  ): AssetEvent | null {
    checkAsset(asset, [...this.#dags.values()]);
    const plain = plainFields(extra, "extra");
    return this.#note({ ...nobody, asset, at, extra: plain, key: key ?? null }, isPaused);
  }

  /** Notes an event for each outlet of a task that has succeeded. */
  succeeded(
    { dagId, runId, taskId, tryNumber, extras }: AttemptReport,
    at: number,
    isPaused: (dagId: string) => boolean,
  ): void {
    for (const { name } of this.#dags.get(dagId)?.task(taskId).outlets ?? []) {
      const source = { dagId, runId, taskId, tryNumber };
      this.#note({ ...source, asset: name, at, extra: extras[name] ?? {}, key: null }, isPaused);
    }
  }

  #note(told: Omit<AssetEvent, "id">, isPaused: (dagId: string) => boolean): AssetEvent | null {
    if (told.key !== null && this.#find(told.asset, told.key)) return null;
    const event = { id: ++this.#lastId, ...told };
    this.#ledger.noteAssetEvent(event);
    for (const [dagId, { queue }] of this.#awaiting) {
      if (isPaused(dagId) || !queue.hear(event.asset, event)) continue;
      this.#ledger.noteAssetQueue({ dagId, queued: queue.queued });
    }
    return event;
  }

  #find(asset: string, key: string): AssetEvent | null {
    return this.#ledger.findAssetEvent(asset, key) ?? this.#store.findAssetEvent({ asset, key });
  }

  /**
   * The run that is due: for all events since the last such run, up to the one that made it due.
   */
  takeRun(dagId: string, isTaken: (run: RunIdentity) => boolean): RunIdentity | null {
    const { dag, queue } = this.#awaiting.get(dagId) ?? {};
    const due = queue?.due;
    if (!dag || !queue || !due) return null;
    this.#ledger.commit(); // now the store knows all events
    const events = this.#eventsUpTo(due.id, dag, queue);
    queue.clear();
    this.#ledger.noteAssetQueue({ dagId, queued: queue.queued });
    const assetEvents = events.map(({ id }) => id);
    const spans = events.map((event) => this.#spanOf(event));
    return assetRun({ airflow: dag.settings.airflow, assetEvents, spans, at: due.at }, isTaken);
  }

  #eventsUpTo(upTo: number, { dagId, settings }: DAG, queue: AssetQueue): AssetEvent[] {
    const [last] = this.#store.listRuns({ dagId, types: assetRunTypes, newestFirst: true, limit: 1 });
    // The first run is for all events so far; in Airflow 3, without catch-up, for those that came since the DAG waits.
    const first = settings.airflow === 3 && !settings.catchup ? queue.firstId - 1 : 0;
    const after = last ? Math.max(...last.assetEvents) : first;
    const assets = settings.assets.map(({ name }) => name);
    return this.#store.listAssetEvents({ assets, after, upTo });
  }

  /** An event from outside counts as an instant. */
  #spanOf({ dagId, runId, at }: AssetEvent): Span {
    const run = dagId === null || runId === null ? null : this.#store.findRun({ dagId, runId });
    return run ? { start: run.dataIntervalStart, end: run.dataIntervalEnd } : { start: at, end: at };
  }
}

const nobody = { dagId: null, runId: null, taskId: null, tryNumber: null };

/** Somebody must wait for it, or update it. */
export function checkAsset(asset: string, dags: readonly DAG[]): void {
  const known = new Set(
    dags.flatMap(({ settings, tasks }) =>
      [...settings.assets, ...tasks.flatMap(({ outlets }) => outlets)].map(({ name }) => name),
    ),
  );
  if (known.has(asset)) return;
  const hint = suggest(asset, [...known], "the assets are");
  throw new UsageError(`no DAG waits for an asset "${asset}", or updates it${hint}`);
}
