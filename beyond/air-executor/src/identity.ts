// Who a process is. A number alone is not enough: it is given to another process when the first one is gone, and in a
// copied folder it belongs to another process altogether.

import { readFileSync, readlinkSync, statSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { hostname } from "node:os";
import { kill, pid } from "node:process";

export interface Identity {
  readonly pid: number;
  /** When it started, as the system reports it: it distinguishes two processes with the same number. */
  readonly started: string;
}

export function ownIdentity(): Identity {
  return { pid, started: startOf(pid) ?? "" };
}

/** One that has ended and was not yet collected by its parent is not alive. */
export function isAlive({ pid: number, started }: Identity): boolean {
  return startOf(number) === started;
}

/** Does any process have this number? */
export function isTaken(number: number): boolean {
  return startOf(number) !== null;
}

/** Null if no process has this number. */
export function identityOf(number: number): Identity | null {
  const started = startOf(number);
  return started === null ? null : { pid: number, started };
}

function startOf(number: number): string | null {
  try {
    return parseStat(readFileSync(`/proc/${number}/stat`, "utf8"))?.started ?? null;
  } catch {
    return hasProc ? null : startByPs(number);
  }
}

const hasProc = statSync("/proc/self/stat", { throwIfNoEntry: false }) !== undefined;

function startByPs(number: number): string | null {
  try {
    const args = ["-o", "lstart=", "-p", String(number)];
    return execFileSync("/bin/ps", args, { encoding: "utf8", env: { LC_ALL: "C" } }).trim() || null;
  } catch {
    return null;
  }
}

/** As a runner writes it down: its number and its start. */
export function parseIdentity(text: string): Identity | null {
  const [, number, started] = /^(\d+) (.+)$/.exec(text) ?? [];
  return number === undefined || started === undefined ? null : { pid: Number(number), started };
}

function parseStat(line: string): Identity | null {
  // The second field is the program's name, which may have spaces and parentheses in it.
  const number = Number.parseInt(line, 10);
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const [state, started] = [fields[0], fields[19]];
  if (!(number > 0) || started === undefined || state === "Z" || state === "X") return null;
  return { pid: number, started };
}

/** Whether the group that a process leads, or led, has anybody in it. */
export function isGroupAlive(leader: number): boolean {
  try {
    return kill(-leader, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * This machine since its last start, with this folder: a file with another home was left behind elsewhere. It was
 * copied, checked out, or the machine has been off since.
 */
export function homeOf(folder: string): string {
  const { dev, ino } = statSync(folder);
  return [hostname(), bootId, processSpace, `${dev}:${ino}`].join(" ");
}

const bootId = orNothing(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
/** Each container numbers its processes by itself. */
const processSpace = orNothing(() => readlinkSync("/proc/self/ns/pid"));

function orNothing(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
