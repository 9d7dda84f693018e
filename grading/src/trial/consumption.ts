// How much of the machine a version takes: the files that it writes, and the memory of its process.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Bytes of all files below a folder. */
export function sizeOf(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0)
      .reduce((sum, size) => sum + size, 0);
  } catch {
    return 0; // a folder went away while it was looked at
  }
}

/**
 * Bytes, including buffers, which do not count towards JavaScript's own limit: those of the process that takes the most,
 * this one or one that it has started. 0 if the system does not say.
 */
export function memoryOf(pid: number | undefined): number {
  return Math.max(ownMemory(pid), ...childrenOf(pid).map(memoryOf));
}

function ownMemory(pid: number | undefined): number {
  const status = read(`/proc/${pid}/status`);
  return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
}

function childrenOf(pid: number | undefined): number[] {
  return (read(`/proc/${pid}/task/${pid}/children`).match(/\d+/g) ?? []).map(Number);
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
