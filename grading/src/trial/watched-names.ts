// Under which names there was a file, for however short a time: a file that is removed again leaves no trace, yet a kill
// in between would have left it.

import { mkdirSync, watch } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { RunFolder } from "@daglings/stage";

export interface WatchedNames {
  /** Returns all names so far, and stops watching. */
  readonly end: () => Promise<string[]>;
}

/** Makes these folders: one that is only made later may have files before anybody watches it. */
export function watchNames({ path }: RunFolder, folders: readonly string[]): WatchedNames {
  const names = new Set<string>();
  for (const folder of folders) mkdirSync(join(path, folder), { recursive: true });
  const watchers = folders.map((folder) =>
    watch(join(path, folder), (_, name) => {
      if (name !== null) names.add(`${folder}/${name}`);
    }),
  );
  return {
    async end() {
      await nextTurn(); // the rest of this turn
      await nextTurn(); // what had happened by its end is reported in the next
      watchers.forEach((watcher) => watcher.close());
      return [...names];
    },
  };
}
