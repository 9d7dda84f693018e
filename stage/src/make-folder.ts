// Makes a folder and those above it. Node's own way never ends if the system says that an existing folder does not exist,
// as below /proc.

import { accessSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { EnvironmentError } from "@daglings/engine";

/** For a command that was told where to work. `access`: what it needs there; see node:fs.constants. */
export function makeWorkFolder(path: string, access = constants.W_OK): void {
  try {
    makeFolder(path);
    accessSync(path, access);
    if (!statSync(path).isDirectory()) throw new Error("it is a file");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EnvironmentError(`${path} cannot be worked in (${reason}); name another folder`, {
      cause: error,
    });
  }
}

export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Somebody else was quicker.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
