// What a DAG that waits for assets has been told since its last run. As in Airflow it remembers the first event of each
// asset, and no other: later events, until the run is made, start no run of their own.

export interface QueuedEvent {
  /** The event's number. */
  readonly id: number;
  readonly at: number;
}

export class AssetQueue {
  readonly #assets: readonly string[];
  readonly #first: Map<string, QueuedEvent>;

  /** `queued`: earlier events, perhaps of assets that the schedule no longer has. */
  constructor(assets: readonly string[], queued: Readonly<Record<string, QueuedEvent>> = {}) {
    this.#assets = assets;
    this.#first = new Map(Object.entries(queued).filter(([asset]) => assets.includes(asset)));
  }

  get queued(): Readonly<Record<string, QueuedEvent>> {
    return Object.fromEntries(this.#first);
  }

  /** Returns false if this changes nothing. */
  hear(asset: string, { id, at }: QueuedEvent): boolean {
    if (!this.#assets.includes(asset) || this.#first.has(asset)) return false;
    this.#first.set(asset, { id, at });
    return true;
  }

  /** The latest of the first events, once there is one of each asset: events up to it belong to the run. */
  get due(): QueuedEvent | null {
    const all = this.#assets.map((asset) => this.#first.get(asset));
    if (all.length === 0 || !all.every((event) => event !== undefined)) return null;
    return all.reduce((latest, event) => (event.id > latest.id ? event : latest));
  }

  /** The earliest event that waits for the others. */
  get firstId(): number {
    return Math.min(...this.#first.values().map(({ id }) => id));
  }

  clear(): void {
    this.#first.clear();
  }
}
