// Calls back soon after a file was saved, however an editor does that: in place, or by putting another in its place.

import { statSync, unwatchFile, watch, watchFile as pollFile } from "node:fs";
import { basename, dirname } from "node:path";

/** Real milliseconds: an editor may write a file in several steps. */
const quiet = 120;
const pollEvery = 500;

export function watchFile(file: string, { poll }: { readonly poll: boolean }, saved: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let known = stampOf(file);
  const look = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const stamp = stampOf(file);
      if (stamp === known || stamp === null) return;
      known = stamp;
      saved();
    }, quiet);
  };
  const stopPolling = () => {
    clearTimeout(timer);
    unwatchFile(file, look);
  };
  const startPolling = () => {
    pollFile(file, { interval: pollEvery }, look);
    return stopPolling;
  };
  if (poll) return startPolling();
  try {
    // The folder, not the file: a file that is replaced is another file.
    const watcher = watch(dirname(file), (_, name) => {
      if (name === null || name === basename(file)) look();
    });
    watcher.on("error", () => startPolling());
    return () => {
      watcher.close();
      stopPolling();
    };
  } catch {
    return startPolling(); // some systems have too few watchers, some file systems none
  }
}

function stampOf(file: string): string | null {
  const facts = statSync(file, { throwIfNoEntry: false });
  return facts ? `${facts.mtimeMs} ${facts.size} ${facts.ino}` : null;
}
