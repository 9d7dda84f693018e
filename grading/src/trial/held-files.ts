// Which files are rewritten in their place, and which are replaced by another that was whole. A file that is held open
// stays the same file when another takes its name: if it has changed, somebody has written into it.

import { closeSync, fstatSync, openSync } from "node:fs";
import { join } from "node:path";
import { platform } from "node:process";
import { listPaths, type RunFolder } from "@daglings/stage";

export interface HeldFiles {
  readonly overwritten: () => string[];
  readonly close: () => void;
}

/** Windows does not let anyone replace a file that is held open, so nothing is held there. */
export function holdFiles(folder: RunFolder): HeldFiles {
  const paths = platform === "win32" ? [] : listPaths(folder);
  const held = paths.map((path) => {
    const handle = openSync(join(folder.path, path), "r");
    return { path, handle, written: writtenAt(handle) };
  });
  return {
    overwritten: () =>
      held.filter(({ handle, written }) => writtenAt(handle) !== written).map(({ path }) => path),
    close: () => held.forEach(({ handle }) => closeSync(handle)),
  };
}

function writtenAt(handle: number): bigint {
  return fstatSync(handle, { bigint: true }).mtimeNs;
}
