// Reading and writing so that nobody sees half a file, and so that no planted link or pipe leads elsewhere.

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

/** Null: there is no such file. Links are not followed, pipes are not waited for. */
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

/** Whole, under a name that is nobody's yet, in the same folder. Names that begin with a dot are looked at by nobody. */
export function writeAside(path: string, text: string, durable = false): string {
  const aside = join(dirname(path), `.${basename(path)}.${pid}.${written++}.tmp`);
  writeFileSync(aside, text, { flag: "wx", flush: durable });
  return aside;
}

/** Writes a file that nobody has written yet, as a whole. False: it is there. */
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

/** False: it was gone. */
export function removeFile(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/** After a power cut a new file's name is there only if its folder was written, too. */
export function syncFolder(folder: string): void {
  if (platform === "win32") return;
  const descriptor = openSync(folder, O_RDONLY);
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** A small file of ours, which is there or is not. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
