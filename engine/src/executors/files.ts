// Which files there are where tasks write, and whether they have changed.

import { readdirSync, statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { cwd } from "node:process";
import type { FilesFolder } from "../lineage.ts";

/** For each file, by its name, something that changes whenever it is written, moved or replaced. */
export type Look = ReadonlyMap<string, string>;

/** How many files and folders are looked at: before and after each attempt, at about 4 µs each. */
const most = 30;
/** Folders that had more once are not walked again: what an attempt costs does not grow with what others have left. */
const crowded = new Set<string>();

/** Null if there are too many. */
export function lookAt({ folder, except = [] }: FilesFolder): Look | null {
  const path = resolve(folder);
  if (crowded.has(path)) return null;
  const found = new Map<string, string>();
  const top = nameOf(folder);
  const folders = [top];
  let seen = 0;
  // Grows while it is walked.
  for (const each of folders) {
    for (const entry of entriesOf(each || ".")) {
      if (entry.name.startsWith(".") || (each === top && except.includes(entry.name))) continue;
      if (++seen > most) {
        crowded.add(path);
        return null;
      }
      const name = each === "" ? entry.name : `${each}/${entry.name}`;
      if (entry.isDirectory()) folders.push(name);
      const stamp = entry.isFile() ? stampOf(name) : null;
      if (stamp !== null) found.set(name, stamp);
    }
  }
  return found;
}

/** Looks at these files alone, as far as they are below the folder. */
export function lookAtNames({ folder }: FilesFolder, names: Iterable<string>): Look {
  const top = `${resolve(folder)}${sep}`;
  const found = new Map<string, string>();
  for (const name of names) {
    const stamp = resolve(name).startsWith(top) ? stampOf(name) : null;
    if (stamp !== null) found.set(name, stamp);
  }
  return found;
}

/** Its path from where tasks run, with slashes on every system; an address stays as it is. */
export function nameOf(path: string): string {
  if (/^[\w+.-]+:\/\/|^\$/.test(path)) return path;
  return relative(cwd(), resolve(path)).replaceAll(sep, "/");
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // it does not exist yet, or has just gone
  }
}

function stampOf(path: string): string | null {
  try {
    const facts = statSync(path, { throwIfNoEntry: false });
    return facts?.isFile() ? `${facts.ino} ${facts.size} ${facts.ctimeMs}` : null;
  } catch {
    return null; // no file's name
  }
}
