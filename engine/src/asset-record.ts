// What is on record of assets: their updates, and what DAGs have been told of them.

/** An update of an asset. Events are only ever added. */
export interface AssetEvent {
  readonly id: number;
  readonly asset: string;
  readonly at: number;
  /** The attempt that made it; null: it came from outside. */
  readonly dagId: string | null;
  readonly runId: string | null;
  readonly taskId: string | null;
  readonly tryNumber: number | null;
  readonly extra: Readonly<Record<string, unknown>>;
  /** Identifies this update: there is no second event of the asset with this key. null: it has no key. */
  readonly key: string | null;
}

export interface AssetEventFilter {
  /** Default: all. */
  readonly assets?: readonly string[];
  /** Numbers: later than this one, and up to and including that one. */
  readonly after?: number;
  readonly upTo?: number;
  readonly ids?: readonly number[];
  /** Only this many, the latest. */
  readonly latest?: number;
}

export interface AssetQueueRecord {
  readonly dagId: string;
  readonly queued: Readonly<Record<string, { readonly id: number; readonly at: number }>>;
}
