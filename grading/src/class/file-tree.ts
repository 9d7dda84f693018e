// What somebody has handed in, as names and contents, whether it is a folder or a zip. Nothing is unpacked, and only the
// files that are needed are read.

import { closeSync, openSync, readdirSync, readSync, statSync, type Dirent } from "node:fs";
import { join } from "node:path";
import { EnvironmentError, UsageError } from "@daglings/engine";

export interface FileTree {
  /** Its files, by path with slashes, in order. Hidden ones and links are not among them. */
  readonly paths: readonly string[];
  /** They may lead anywhere, even into another student's submission, and are not followed. */
  readonly links: readonly string[];
  /** In bytes. */
  readonly sizeOf: (path: string) => number;
  readonly read: (path: string) => Uint8Array;
}

/** A file that can be read in parts. */
export interface Bytes {
  readonly size: number;
  readonly read: (at: number, length: number) => Uint8Array;
}

export function folderTree(folder: string): FileTree {
  const [paths, links]: [string[], string[]] = [[], []];
  const walk = (prefix: string) => {
    for (const entry of listFolder(join(folder, prefix))) {
      const path = `${prefix}${entry.name}`;
      if (isHidden(entry.name)) continue;
      if (entry.isDirectory()) walk(`${path}/`);
      else if (entry.isFile()) paths.push(path);
      else links.push(path);
    }
  };
  walk("");
  return {
    paths: paths.toSorted(),
    links,
    sizeOf: (path) => statSync(join(folder, path)).size,
    read: (path) => readAll(bytesOf(join(folder, path))),
  };
}

export function subtree(tree: FileTree, folder: string): FileTree {
  const prefix = `${folder}/`;
  const within = (paths: readonly string[]) =>
    paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  return {
    paths: within(tree.paths),
    links: within(tree.links),
    sizeOf: (path) => tree.sizeOf(prefix + path),
    read: (path) => tree.read(prefix + path),
  };
}

/** The names at its top that contain others. */
export function foldersOf({ paths, links }: FileTree): string[] {
  const tops = [...paths, ...links].flatMap((path) =>
    path.includes("/") ? [path.split("/", 1)[0] ?? ""] : [],
  );
  return [...new Set(tops)].toSorted();
}

export function bytesOf(file: string): Bytes {
  const { size } = statSync(file);
  return {
    size,
    read(at, length) {
      const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - at)));
      const handle = openSync(file, "r");
      try {
        return buffer.subarray(0, readSync(handle, buffer, 0, length, at));
      } finally {
        closeSync(handle);
      }
    },
  };
}

export function bytesIn(content: Uint8Array): Bytes {
  return { size: content.length, read: (at, length) => content.subarray(at, at + length) };
}

function readAll({ size, read }: Bytes): Uint8Array {
  return read(0, size);
}

/** What tools leave behind, and what is installed. */
export function isHidden(name: string): boolean {
  return name.startsWith(".") || name === "node_modules" || name === "__MACOSX";
}

export function listFolder(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new UsageError(`${folder}: there is no such folder; check the path`);
    if (code === "ENOTDIR") {
      throw new UsageError(`${folder} is a file; name the folder of the submissions, or a zip of it`);
    }
    throw new EnvironmentError(`${folder} cannot be read (${message})`, { cause: error });
  }
}
