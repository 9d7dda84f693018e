// What a DAG that waits for assets has heard since its last run, and the run that is due to it.

import { AssetQueue, assetRun } from "@daglings/engine/asset-runs";
import type { AssetEvent } from "@daglings/engine";
import type { RunIdentity } from "@daglings/engine/core";
import type { DagPlan, HeardAssets, ToldEvent } from "./messages.ts";

interface AssetRun {
  readonly identity: RunIdentity;
  readonly assetEvents: readonly AssetEvent[];
}

export function heardAssets({ plan, assets }: DagPlan, carried?: HeardAssets) {
  const queue = new AssetQueue(assets?.awaited ?? [], carried?.queued);
  let events = carried?.events ?? [];
  let taken = carried?.taken ?? 0;
  return {
    /** A DAG that is paused is not told of an event, but its next run is for it, too. */
    hear(told: readonly ToldEvent[], isPaused: boolean): void {
      const fresh = told.filter(({ id }) => id > taken && !events.some((event) => event.id === id));
      events = [...events, ...fresh];
      if (!isPaused) for (const event of fresh) queue.hear(event.asset, event);
    },

    /** For all events up to the one that made the run due. */
    takeRun(isTaken: (run: RunIdentity) => boolean): AssetRun | null {
      const { due, firstId } = queue;
      if (!due || !assets) return null;
      const { airflow } = assets;
      // Airflow 3 without catch-up: the first run is for what has come since the DAG waits.
      const first = taken === 0 && airflow === 3 && !plan.catchup ? firstId : 0;
      const own = events.filter(({ id }) => id >= first && id <= due.id);
      events = events.filter(({ id }) => id > due.id);
      taken = due.id;
      queue.clear();
      const assetEvents = own.map(({ id }) => id);
      const facts = { airflow, assetEvents, spans: own.map(({ span }) => span), at: due.at };
      return {
        identity: assetRun(facts, isTaken),
        assetEvents: own.map(({ span: _span, ...event }) => event),
      };
    },

    get queued(): HeardAssets["queued"] {
      return queue.queued;
    },

    state: (): HeardAssets => ({ queued: queue.queued, events, taken }),
  };
}
