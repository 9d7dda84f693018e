// Calls back when something may have come into a folder. The system reports it at once; looking now and then finds what
// it does not report.

import { watch, type FSWatcher } from "node:fs";

/** In real milliseconds. */
const lookEvery = 1000;

export function watchFolder(folder: string, look: () => void): () => void {
  const looking = setInterval(look, lookEvery);
  const watcher = hearOf(folder, look);
  return () => {
    watcher?.close();
    clearInterval(looking);
  };
}

function hearOf(folder: string, look: () => void): FSWatcher | null {
  try {
    return watch(folder, look).on("error", () => {});
  } catch {
    return null; // some systems have too few watchers, some file systems none
  }
}
