// Reads and writes so that nobody sees half a file, and so that no planted link or pipe leads elsewhere.

import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { pid, platform } from "node:process";

/** A file that is not what it should be. Its message says why. */
export class DamagedError extends Error {
  override readonly name = "DamagedError";
}

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;

/** Null if there is no such file. Does not follow links, and does not wait for pipes. */
export function readPlain(path: string, most: number): string | null {
  let descriptor: number;
  try {
    descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return null;
    throw new DamagedError(code === "ELOOP" ? "it is a link" : `it cannot be read (${code ?? "unknown"})`);
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw new DamagedError("it is not a plain file");
    if (stat.size > most) throw new DamagedError(`it has ${stat.size} bytes, and ${most} is the most`);
    const bytes = Buffer.alloc(stat.size);
    return bytes.toString("utf8", 0, readSync(descriptor, bytes, 0, stat.size, 0));
  } finally {
    closeSync(descriptor);
  }
}

let written = 0;

/** Writes a whole file under an unused name in the same folder. Nobody looks at names that begin with a dot. */
export function writeAside(path: string, text: string, durable = false): string {
  const aside = join(dirname(path), `.${basename(path)}.${pid}.${written++}.tmp`);
  writeFileSync(aside, text, { flag: "wx", flush: durable });
  return aside;
}

/** Writes a file as a whole, unless it exists. Returns false if it does. */
export function writeOnce(path: string, text: string, durable = false): boolean {
  const aside = writeAside(path, text, durable);
  try {
    return linkOnce(aside, path);
  } finally {
    unlinkSync(aside);
    if (durable) syncFolder(dirname(path));
  }
}

export function linkOnce(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

export function replaceFile(path: string, text: string): void {
  renameSync(writeAside(path, text), path);
}

/** Returns false if it was gone. */
export function removeFile(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/** A new file's name survives a power cut only if its folder was written, too. */
export function syncFolder(folder: string): void {
  if (platform === "win32") return;
  const descriptor = openSync(folder, O_RDONLY);
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** The text of a small file of ours, if it exists. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
