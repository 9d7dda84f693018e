// Makes a folder and those above it. Node's own way never ends if the system says that an existing folder does not exist,
// as below /proc.

import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

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
