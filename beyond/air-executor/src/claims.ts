// Who may carry out a try of a task. A claim is a file that only one process can make, and it stays until the try's
// end is on the disk. Its maker also takes one of the job's slots, by a lock that is the same file under another name: so
// there is no claim without a maker, and no more runners than slots. What a slot's claims say of their maker is the same each
// time, so all of them are one file, which is ready under a name of its own; each runner adds a line to it.

import { lstatSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { pid } from "node:process";
import { linkOnce, readIfThere, readPlain, removeFile, writeAside, writeOnce } from "./files.ts";
import { isAlive, parseIdentity, type Identity } from "./identity.ts";
import { attemptFile, type JobFolder } from "./job-folder.ts";
import { attemptName, type Attempt } from "./names.ts";

export interface Claimant extends Identity {
  readonly home: string;
  /** One process may have several. */
  readonly token: string;
}

/** The first line of a claim. */
interface Owner extends Claimant {
  readonly slot: number;
  /** The process that starts the runner, and writes how it has ended. */
  readonly starter: Identity | null;
}

export interface Claim {
  /** Where it was made; null if it cannot be read as a claim. */
  readonly home: string | null;
  /** Who sees to it now. */
  readonly owner: Owner | null;
  /** The process that carries it out; null: it has not said so yet. */
  readonly runner: Identity | null;
  /** The process that was to start it. */
  readonly starter: Identity | null;
  /** How many times it was taken over. */
  readonly heirs: number;
}

function lockFile({ locks }: JobFolder, slot: number): string {
  return join(locks, String(slot));
}

export function isSlotTaken(folder: JobFolder, slot: number): boolean {
  return isThere(lockFile(folder, slot));
}

/** What becomes a claim by getting its name. */
export function writePaper(folder: JobFolder, owner: Owner): string {
  return writeAside(lockFile(folder, owner.slot), `${JSON.stringify(owner)}\n`);
}

/** "busy": the slot is taken. "taken": the try is, or it is over. */
export function takeClaim(
  folder: JobFolder,
  attempt: Attempt,
  slot: number,
  paper: string,
): "mine" | "busy" | "taken" {
  const claim = attemptFile(folder, attempt, "claim");
  if (!linkOnce(paper, claim)) return "taken";
  const isOver = isThere(attemptFile(folder, attempt, "exit"));
  if (!isOver && linkOnce(paper, lockFile(folder, slot))) {
    const log = attemptFile(folder, attempt, "log");
    if (lstatSync(log, { throwIfNoEntry: false })) removeFile(log); // from a folder that was copied, or planted
    return "mine";
  }
  removeFile(claim);
  return isOver ? "taken" : "busy";
}

/** Null: there is none, or no longer. */
export function readClaim(folder: JobFolder, attempt: Attempt): Claim | null {
  const [first] = heirFiles(folder, attempt);
  const text = readIfThere(first ?? "");
  if (text === null) return null;
  const name = `${attemptName(attempt)} `;
  const line = text.split("\n").findLast((each) => each.startsWith(name));
  const heirs = heirFiles(folder, attempt);
  const last = heirs.at(-1);
  const maker = parseOwner(text);
  const owner = heirs.length > 1 && last !== undefined ? parseOwner(readIfThere(last) ?? "") : maker;
  const runner = line === undefined ? null : parseIdentity(line.slice(name.length));
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

/** Takes over a claim whose owner is gone. Returns false if somebody else was quicker. */
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
  const slot = parseOwner(readIfThere(claim) ?? "")?.slot;
  if (slot !== undefined) dropLock(folder, slot, claim);
  for (const file of files) removeFile(file);
}

/** The same, for a claim that nobody has taken over. */
export function releaseOwnClaim(folder: JobFolder, attempt: Attempt, slot: number): void {
  const claim = attemptFile(folder, attempt, "claim");
  dropLock(folder, slot, claim);
  removeFile(claim);
}

/** Unless it belongs to another process by now. */
function dropLock(folder: JobFolder, slot: number, claim: string): void {
  const lock = lockFile(folder, slot);
  const own = statSync(claim, { throwIfNoEntry: false });
  if (own && statSync(lock, { throwIfNoEntry: false })?.ino === own.ino) removeFile(lock);
}

/**
 * What was left behind in locks/: files of managers that are gone, and locks that came with a copy, which nobody here will
 * ever release them. A lock that turns out to be from here is put back.
 */
export function dropStrayLocks(folder: JobFolder, home: string): void {
  for (const slot of readdirSync(folder.locks)) {
    const lock = join(folder.locks, slot);
    const owner = ownerIn(lock);
    if (slot.startsWith(".")) {
      if (owner && !(owner.home === home && isAlive(owner))) removeFile(lock);
      continue;
    }
    if (owner?.home === home) continue;
    const aside = join(folder.locks, `.${slot}.${pid}.dropped.tmp`);
    try {
      renameSync(lock, aside);
    } catch {
      continue; // somebody else was quicker
    }
    if (ownerIn(aside)?.home === home) linkOnce(aside, lock);
    rmSync(aside, { recursive: true });
  }
}

function ownerIn(lock: string): Owner | null {
  try {
    return parseOwner(readPlain(lock, 10_000_000) ?? "");
  } catch {
    return null; // a link, a folder
  }
}
