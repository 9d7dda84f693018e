// Calls back soon after a file was saved, however an editor does that: in place, or by replacing it. The system reports
// it at once; looking now and then finds what it does not report, as on network drives.

import { statSync, watch, type FSWatcher } from "node:fs";
import { basename, dirname } from "node:path";

/** Real milliseconds: an editor may write a file in several steps. */
const quiet = 120;
const lookEvery = 500;

interface WatchOptions {
  /** Without asking the system. */
  readonly poll: boolean;
  /** The file is new: that counts as saved, too. */
  readonly isNew?: boolean;
}

export function watchFile(
  file: string,
  { poll, isNew = false }: WatchOptions,
  saved: () => void,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let known = isNew ? null : stampOf(file);
  const look = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const stamp = stampOf(file);
      if (stamp === known || stamp === null) return;
      known = stamp;
      saved();
    }, quiet);
  };
  const looking = setInterval(look, lookEvery);
  const watcher = poll ? null : hearOf(file, look);
  return () => {
    watcher?.close();
    clearInterval(looking);
    clearTimeout(timer);
  };
}

/** The folder, not the file: a file that is replaced is another file. */
function hearOf(file: string, changed: () => void): FSWatcher | null {
  try {
    const watcher = watch(dirname(file), (_, name) => {
      if (name === null || name === basename(file)) changed();
    });
    return watcher.on("error", () => {});
  } catch {
    return null; // some systems have too few watchers, some file systems none
  }
}

/** Another one after each time that the file was saved; null: there is no such file. */
export function stampOf(file: string): string | null {
  const facts = statSync(file, { throwIfNoEntry: false });
  return facts ? `${facts.mtimeMs} ${facts.size} ${facts.ino}` : null;
}
