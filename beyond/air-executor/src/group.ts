// The processes of a runner. They are a group, whose number is that of the runner; it may have members when the runner
// itself is gone.

import { kill } from "node:process";
import { isAlive, isGroupAlive, isTaken, type Identity } from "./identity.ts";

/** Whether any of them is there. A number that somebody else has by now is not theirs. */
export function hasMembers(runner: Identity): boolean {
  if (runner.pid <= 1) return false; // to the system, these numbers mean many more
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
