// Who may carry out a try of a task. A claim is a file that only one process can make, and it lies there until the try's
// end is on the disk. Its maker also takes one of the job's slots, by a lock that is the same file under another name: so
// there is no claim without a maker, and no more runners than slots.

import { readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { pid } from "node:process";
import { linkOnce, readIfThere, readPlain, removeFile, writeAside, writeOnce } from "./files.ts";
import { isAlive, parseRunner, type Identity } from "./identity.ts";
import { attemptFile, type JobFolder } from "./job-folder.ts";
import type { Attempt } from "./names.ts";

export interface Claimant extends Identity {
  readonly home: string;
  /** In one process there may be several. */
  readonly token: string;
}

/** The first line of a claim. */
interface Owner extends Claimant {
  readonly slot: number;
  /** The process that starts the runner, and writes how it has ended. */
  readonly starter: Identity | null;
}

export interface Claim {
  /** Where it was made; null: it cannot be read as a claim. */
  readonly home: string | null;
  /** Who sees to it now. */
  readonly owner: Owner | null;
  /** The process that carries it out; null: it has not said so yet. */
  readonly runner: Identity | null;
  /** The process that was to start it. */
  readonly starter: Identity | null;
  /** How often it was taken over. */
  readonly heirs: number;
}

function lockFile({ locks }: JobFolder, slot: number): string {
  return join(locks, String(slot));
}

export function isSlotTaken(folder: JobFolder, slot: number): boolean {
  return isThere(lockFile(folder, slot));
}

/** "busy": the slot is somebody's. "taken": the try is, or is over. */
export function takeClaim(folder: JobFolder, attempt: Attempt, owner: Owner): "mine" | "busy" | "taken" {
  const claim = attemptFile(folder, attempt, "claim");
  const lock = lockFile(folder, owner.slot);
  const aside = writeAside(lock, `${JSON.stringify(owner)}\n`);
  try {
    if (!linkOnce(aside, claim)) return "taken";
    const isOver = readIfThere(attemptFile(folder, attempt, "exit")) !== null;
    if (!isOver && linkOnce(aside, lock)) {
      removeFile(attemptFile(folder, attempt, "log")); // of a folder that was copied, or planted
      return "mine";
    }
    removeFile(claim);
    return isOver ? "taken" : "busy";
  } finally {
    removeFile(aside);
  }
}

/** Null: there is none, or there is none any more. */
export function readClaim(folder: JobFolder, attempt: Attempt): Claim | null {
  const [first] = heirFiles(folder, attempt);
  const text = readIfThere(first ?? "");
  if (text === null) return null;
  const [, ...lines] = text.split("\n");
  const heirs = heirFiles(folder, attempt);
  const last = heirs.at(-1);
  const maker = parseOwner(text);
  const owner = heirs.length > 1 && last !== undefined ? parseOwner(readIfThere(last) ?? "") : maker;
  const runner = lines.length > 1 ? parseRunner(lines[0] ?? "") : null;
  return { home: maker?.home ?? null, owner, runner, starter: maker?.starter ?? null, heirs: heirs.length };
}

/** The claim, and the files of those who have taken it over, each from the one before. */
function heirFiles(folder: JobFolder, attempt: Attempt): string[] {
  const claim = attemptFile(folder, attempt, "claim");
  const files = [claim];
  for (let next = 2; isThere(`${claim}${next}`); next++) files.push(`${claim}${next}`);
  return files;
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function parseOwner(text: string): Owner | null {
  try {
    const value = JSON.parse(text.split("\n")[0] ?? "") as Owner;
    return Number.isSafeInteger(value.pid) && typeof value.home === "string" ? value : null;
  } catch {
    return null;
  }
}

export function isOwnerAlive({ owner }: Claim, home: string): boolean {
  return owner !== null && owner.home === home && isAlive(owner);
}

/** Of one whose owner is gone. False: somebody else was quicker. */
export function takeOver(
  folder: JobFolder,
  attempt: Attempt,
  { heirs, owner }: Claim,
  claimant: Claimant,
): boolean {
  const own = `${JSON.stringify({ ...claimant, slot: owner?.slot ?? 0, starter: null })}\n`;
  return writeOnce(`${attemptFile(folder, attempt, "claim")}${heirs + 1}`, own);
}

/**
 * Only the owner of a claim does this, and only when the end of the try is on the disk. The lock goes first: as long as the
 * claim is there, somebody sees to its lock.
 */
export function releaseClaim(folder: JobFolder, attempt: Attempt): void {
  const files = heirFiles(folder, attempt);
  const [claim = ""] = files;
  const own = statSync(claim, { throwIfNoEntry: false });
  const slot = own && parseOwner(readIfThere(claim) ?? "")?.slot;
  if (own && slot !== undefined) {
    const lock = lockFile(folder, slot);
    if (statSync(lock, { throwIfNoEntry: false })?.ino === own.ino) removeFile(lock);
  }
  for (const file of files) removeFile(file);
}

/**
 * Locks that were left behind elsewhere and came along in a copy: nobody here will ever release them. One that turns out
 * to be of here is put back.
 */
export function dropForeignLocks(folder: JobFolder, home: string): void {
  for (const slot of readdirSync(folder.locks)) {
    const lock = join(folder.locks, slot);
    if (slot.startsWith(".") || homeIn(lock) === home) continue;
    const aside = join(folder.locks, `.${slot}.${pid}.dropped.tmp`);
    try {
      renameSync(lock, aside);
    } catch {
      continue; // somebody else was quicker
    }
    if (homeIn(aside) === home) linkOnce(aside, lock);
    rmSync(aside, { recursive: true });
  }
}

function homeIn(lock: string): string | null {
  try {
    return parseOwner(readPlain(lock, 10_000) ?? "")?.home ?? null;
  } catch {
    return null; // a link, a folder
  }
}
