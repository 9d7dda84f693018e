// Writes what a command has made to stdout, or to the file that --out names.

import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import { EnvironmentError } from "@daglings/engine";
import { makeFolder } from "../make-folder.ts";
import { userPath, type Call } from "../command-line.ts";

export function write(text: string, { text: flag }: Call): void {
  const out = flag("out");
  if (out === undefined) process.stdout.write(text);
  else writeTo(userPath(out), text);
}

/** The folders above are made where they are missing. */
export function writeTo(path: string, content: string | Uint8Array, mode = 0o644): void {
  try {
    makeFolder(dirname(path));
    writeFileSync(path, content, { mode });
  } catch (error) {
    const { message } = error as Error;
    throw new EnvironmentError(`${path} cannot be written (${message}); name another place with --out`, {
      cause: error,
    });
  }
}
