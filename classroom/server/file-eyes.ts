// Sees which files of a run's folder are new or have changed since it last looked, and keeps a copy of each version: a later
// version of the same file would overwrite it.

import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync, type BigIntStats } from "node:fs";
import { join } from "node:path";

interface SeenFile {
  readonly path: string;
  /** null: it is gone. */
  readonly bytes: number | null;
  readonly version: number | null;
}

export interface FileEyes {
  /** `thoroughly`: every file, however many there are. */
  look(thoroughly: boolean): SeenFile[];
}

/** Where the versions are, by number, in the run's folder. */
export const versionsFolder = ".daglings-versions";

/** In bytes: larger files are named, but not kept. */
const mostBytes = 2_000_000;
const mostKept = 500_000_000;
/** With more files than this, old ones are looked at only at the end. */
const manyFiles = 400;
/** In nanoseconds: the system's clock for files ticks so coarsely that two changes may have the same time. */
const tick = 20_000_000n;

interface Known {
  readonly changedAt: bigint;
  readonly bytes: number;
  readonly file: bigint;
  readonly version: number | null;
}

const own = /^(logs|mailbox|daglings\.db.*)$/;

export function openFileEyes(folder: string): FileEyes {
  const files = new Map<string, Known>();
  const folders = new Map<string, { changedAt: bigint; names: string[] }>();
  let versions = 0;
  let kept = 0;
  let newest = 0n;
  mkdirSync(join(folder, versionsFolder), { recursive: true });

  /** A file that has only grown replaces the copy of its last version: that version is its beginning. */
  function keep(path: string, bytes: number, last: number | null): number | null {
    if (bytes > mostBytes || kept + bytes > mostKept) return null;
    try {
      const content = readFileSync(join(folder, path));
      const old = last === null ? null : readFileSync(placeOf(last));
      const hasGrown = old !== null && last !== null && content.subarray(0, old.length).equals(old);
      const version = hasGrown ? last : versions++;
      writeFileSync(placeOf(version), content);
      kept += content.length - (hasGrown ? old.length : 0);
      return version;
    } catch {
      return null; // it has gone again
    }
  }

  function placeOf(version: number): string {
    return join(folder, versionsFolder, String(version));
  }

  /** Times alone do not tell what has happened within a tick. */
  function isSame(path: string, known: Known, facts: BigIntStats): boolean {
    if (known.file !== facts.ino || known.changedAt !== facts.mtimeNs || known.bytes !== Number(facts.size)) {
      return false;
    }
    if (facts.mtimeNs < newest - tick || known.version === null) return true;
    return readFileSync(join(folder, path)).equals(readFileSync(placeOf(known.version)));
  }

  function see(path: string, thoroughly: boolean, seen: SeenFile[]): void {
    const known = files.get(path);
    if (known && !thoroughly && files.size > manyFiles && known.changedAt < newest - 50n * tick) return;
    const facts = lstatSync(join(folder, path), { bigint: true, throwIfNoEntry: false });
    if (!facts?.isFile()) return;
    if (known && isSame(path, known, facts)) return;
    const bytes = Number(facts.size);
    const version = keep(path, bytes, known?.version ?? null);
    if (facts.mtimeNs > newest) newest = facts.mtimeNs;
    files.set(path, { changedAt: facts.mtimeNs, bytes, file: facts.ino, version });
    seen.push({ path, bytes, version });
  }

  function walk(below: string, thoroughly: boolean, seen: SeenFile[], there: Set<string>): void {
    const facts = lstatSync(join(folder, below), { bigint: true, throwIfNoEntry: false });
    if (!facts?.isDirectory()) return;
    let known = folders.get(below);
    if (!known || known.changedAt !== facts.mtimeNs || facts.mtimeNs >= newest - tick || thoroughly) {
      known = { changedAt: facts.mtimeNs, names: namesIn(join(folder, below), below === "") };
      folders.set(below, known);
      if (facts.mtimeNs > newest) newest = facts.mtimeNs;
    }
    for (const name of known.names) {
      const isFolder = name.endsWith("/");
      const path = below === "" ? name : `${below}/${name}`;
      if (isFolder) walk(path.slice(0, -1), thoroughly, seen, there);
      else {
        there.add(path);
        see(path, thoroughly, seen);
      }
    }
  }

  return {
    look(thoroughly) {
      const seen: SeenFile[] = [];
      const there = new Set<string>();
      walk("", thoroughly, seen, there);
      for (const path of files.keys()) {
        if (there.has(path)) continue;
        files.delete(path);
        seen.push({ path, bytes: null, version: null });
      }
      return seen;
    },
  };
}

/** Folders with a slash at their end. Links are left out. */
function namesIn(folder: string, isTop: boolean): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !name.startsWith(".") && !(isTop && own.test(name)))
      .flatMap((entry) => (entry.isDirectory() ? [`${entry.name}/`] : entry.isFile() ? [entry.name] : []))
      .toSorted();
  } catch {
    return []; // gone between two looks
  }
}
