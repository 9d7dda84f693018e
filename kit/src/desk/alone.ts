// Lets only one process at a time do something short, by a file that only one of them can create.

import { closeSync, openSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { EnvironmentError, systemClock } from "@daglings/engine";
import { makeFolder, stopwatch } from "@daglings/stage";

/** Real milliseconds. A process that takes longer was killed on its way. */
const longest = 5000;
const pause = 15;

export async function alone<T>(lockFile: string, work: () => T): Promise<T> {
  const began = stopwatch();
  while (!take(lockFile)) {
    if (stopwatch() - began > 2 * longest) {
      throw new EnvironmentError(
        `${lockFile} stays locked; delete it if no other command of the kit is running`,
      );
    }
    await setTimeout(pause);
  }
  try {
    return work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

function take(lockFile: string): boolean {
  try {
    makeFolder(dirname(lockFile));
    closeSync(openSync(lockFile, "wx"));
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Windows says EPERM while the last holder's file is being removed.
    if (code !== "EEXIST" && code !== "EPERM") {
      throw new EnvironmentError(
        `${lockFile} cannot be written (${message}); the kit keeps its notes there`,
        {
          cause: error,
        },
      );
    }
  }
  const age = systemClock().now() - (statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
  if (age > longest) rmSync(lockFile, { force: true });
  return false;
}
