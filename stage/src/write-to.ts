import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { EnvironmentError } from "@daglings/engine";
import { makeFolder } from "./make-folder.ts";

/** Missing folders are created. */
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
