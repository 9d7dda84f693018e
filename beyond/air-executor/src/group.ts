// The processes of a runner. They form a group with the runner's number; it may have members when the runner
// itself is gone.

import { kill } from "node:process";
import { isAlive, isGroupAlive, isTaken, type Identity } from "./identity.ts";

/** Is any of them alive? A number that another process has by now does not count. */
export function hasMembers(runner: Identity): boolean {
  if (runner.pid <= 1) return false; // to the system, these numbers mean many processes
  return isAlive(runner) || (!isTaken(runner.pid) && isGroupAlive(runner.pid));
}

export function signalGroup(runner: Identity, signal: NodeJS.Signals): void {
  if (!hasMembers(runner)) return;
  try {
    kill(-runner.pid, signal);
  } catch {
    // They have ended in the meantime.
  }
}
