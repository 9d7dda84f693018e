// What can be seen of an asset from outside, whenever someone looks: in real time when something changes, in simulated
// time before it goes on.

import { dirname, join } from "node:path";
import type { Asset, AssetEventOptions, FileWatch, Store, TableWatch } from "@daglings/engine";
import { arrivalEvent, FileArrivals } from "./file-arrivals.ts";
import { TableChanges, type TableState } from "./table-changes.ts";

export interface AssetLook {
  /** Where something may change. */
  readonly folder: string;
  /** What has happened since the last look, and when there may be more although nothing changes: Infinity if never. */
  look(now: number): Promise<{ readonly events: readonly AssetEventOptions[]; readonly nextAt: number }>;
  close(): void;
}

interface Place {
  /** In which tasks work. */
  readonly folder: string;
  readonly store: Pick<Store, "listAssetEvents">;
}

/** Null if there is nothing to look at. The API receives signals. */
export function lookFor({ name, watch }: Asset, place: Place): AssetLook | null {
  switch (watch?.kind) {
    case "file":
      return filesLook(name, watch, place);
    case "table":
      return tableLook(name, watch, place);
    default:
      return null;
  }
}

function filesLook(asset: string, what: FileWatch, { folder }: Place): AssetLook {
  const arrivals = new FileArrivals(what, folder);
  const parts = what.pattern.split("/");
  const fixed = parts.filter((_, at) => !parts.slice(0, at + 1).some(isMagic));
  return {
    folder: join(folder, ...(fixed.length === parts.length ? fixed.slice(0, -1) : fixed)),
    async look(now) {
      const { arrived, nextAt } = await arrivals.look(now);
      return { events: arrived.map((arrival) => arrivalEvent(asset, arrival)), nextAt };
    },
    close() {},
  };
}

function isMagic(part: string): boolean {
  return /[*?[\]{}()!]/.test(part);
}

function tableLook(asset: string, what: TableWatch, { folder, store }: Place): AssetLook {
  const [last] = store.listAssetEvents({ assets: [asset], latest: 1 });
  const changes = new TableChanges(what, folder, last?.extra as TableState | undefined);
  return {
    folder: dirname(join(folder, what.database)),
    look() {
      const state = changes.look();
      return Promise.resolve({
        events: state ? [{ asset, extra: { ...what, ...state } }] : [],
        nextAt: Infinity,
      });
    },
    close: () => changes.close(),
  };
}
