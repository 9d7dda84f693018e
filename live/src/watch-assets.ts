// Watches in real time what the assets of some DAGs need watched, and tells the scheduler. What came while nobody watched
// is found at the start. The system reports most changes at once; looking now and then finds the rest, as on network
// drives.

import { existsSync, watch, type FSWatcher } from "node:fs";
import { systemClock, type Asset, type DAG, type Scheduler, type Store } from "@daglings/engine";
import { lookFor } from "./asset-look.ts";

export interface WatchAssetsOptions {
  readonly scheduler: Pick<Scheduler, "assetEvent">;
  readonly store: Pick<Store, "listAssetEvents">;
  /** In which tasks work. */
  readonly folder: string;
  readonly say: (line: string) => void;
}

export interface AssetWatchers {
  /** From now on it watches for the assets of these DAGs. */
  adopt(dags: Iterable<DAG>): void;
  close(): void;
}

/** In real milliseconds. */
const lookEvery = 1000;

export function watchAssets(options: WatchAssetsOptions): AssetWatchers {
  const watchers = new Map<string, () => void>();
  return {
    adopt(dags) {
      const wanted = new Map(assetsOf(dags).map((asset) => [JSON.stringify(asset), asset]));
      for (const [key, stop] of watchers) {
        if (wanted.has(key)) continue;
        stop();
        watchers.delete(key);
      }
      for (const [key, asset] of wanted) {
        const stop = watchers.has(key) ? null : begin(asset, options);
        if (stop) watchers.set(key, stop);
      }
    },
    close() {
      for (const stop of watchers.values()) stop();
      watchers.clear();
    },
  };
}

/** Everything that some DAGs wait for or update, once for each name and way to watch it. */
export function assetsOf(dags: Iterable<DAG>): Asset[] {
  const all = [...dags].flatMap(({ settings, tasks }) => [
    ...settings.assets,
    ...tasks.flatMap(({ outlets }) => outlets),
  ]);
  return [...new Map(all.map((asset) => [JSON.stringify(asset), asset])).values()];
}

function begin(asset: Asset, { scheduler, store, folder, say }: WatchAssetsOptions): (() => void) | null {
  const eyes = lookFor(asset, { folder, store });
  if (!eyes) return null;
  const clock = systemClock();
  const stop = keepLooking({
    folder: eyes.folder,
    say: (trouble) => say(`asset "${asset.name}": ${trouble}`),
    async look() {
      const { events, nextAt } = await eyes.look(clock.now());
      for (const event of events) scheduler.assetEvent(event);
      return nextAt - clock.now();
    },
  });
  return () => {
    stop();
    eyes.close();
  };
}

interface Looking {
  /** Where something may change. */
  readonly folder: string;
  readonly say: (trouble: string) => void;
  /** Returns in how many milliseconds to look again, if it is not told to earlier. */
  readonly look: () => Promise<number>;
}

/** One look after the other, until the function it returns is called. A lasting error is reported once. */
function keepLooking({ folder, say, look }: Looking): () => void {
  let timer: NodeJS.Timeout | undefined;
  let watcher: FSWatcher | null = null;
  let isOver = false;
  let isLooking = false;
  let isChanged = false;
  let trouble = "";
  const lookNow = async () => {
    clearTimeout(timer);
    if (isLooking) isChanged = true;
    if (isOver || isLooking) return;
    isLooking = true;
    isChanged = false;
    let rest = Infinity;
    try {
      watcher ??= watchTree(folder, () => void lookNow());
      rest = await look();
      trouble = "";
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== trouble) say(reason);
      trouble = reason;
    }
    isLooking = false;
    if (!isOver)
      timer = setTimeout(() => void lookNow(), isChanged ? 0 : Math.min(lookEvery, Math.max(0, rest)));
  };
  void lookNow();
  return () => {
    isOver = true;
    clearTimeout(timer);
    watcher?.close();
  };
}

/** Null if there is no such folder yet, or the system cannot tell. */
function watchTree(folder: string, changed: () => void): FSWatcher | null {
  if (!existsSync(folder)) return null;
  try {
    return watch(folder, { recursive: true }, changed).on("error", () => {});
  } catch {
    return null;
  }
}
