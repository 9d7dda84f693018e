// Which files are made under the name that they keep, and then written: a kill in between leaves half a file there,
// even where the old file was taken away first. What is written under another name and moved is whole.

import { watch } from "node:fs";
import { join, posix } from "node:path";
import { platform } from "node:process";
import { setImmediate as nextTurn } from "node:timers/promises";
import { listPaths, type RunFolder } from "@daglings/stage";

export interface MadeInPlace {
  /** Returns all so far, and stops watching. */
  readonly end: () => Promise<string[]>;
}

/** Only on Linux does a watcher tell these apart. */
export function watchMadeInPlace(folder: RunFolder): MadeInPlace {
  const [made, written] = [new Set<string>(), new Set<string>()];
  let last = "";
  const hear = (type: string, file: string) => {
    if (type === "rename") {
      // A move is reported twice in a row: from there, to here. A new file is reported once.
      if (last === "" || last === file) made.add(file);
      else made.delete(file);
      last = file;
    } else {
      if (made.has(file)) written.add(file);
      last = "";
    }
  };
  const watchers = foldersIn(folder).map((name) =>
    watch(join(folder.path, name), (type, file) => {
      if (file !== null) hear(type, posix.join(name, file));
    }),
  );
  return {
    async end() {
      await nextTurn(); // the rest of this turn
      await nextTurn(); // what had happened by its end is reported in the next
      watchers.forEach((watcher) => watcher.close());
      return [...written];
    },
  };
}

function foldersIn(folder: RunFolder): string[] {
  if (platform !== "linux") return [];
  const above = (path: string): string[] =>
    path === "." ? [] : [posix.dirname(path), ...above(posix.dirname(path))];
  return [...new Set([".", ...listPaths(folder).flatMap(above)])];
}
