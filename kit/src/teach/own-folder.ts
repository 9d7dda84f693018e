// A folder that a command empties and fills each time. It never empties a folder that it has not made itself.

import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "@daglings/engine";
import { writeTo } from "@daglings/stage";

/** Says that such a command made the folder, and may replace it. */
const marker = ".daglings-export";

export function emptyOwnFolder(out: string): void {
  if (existsSync(out)) {
    const names = readNames(out);
    if (names.length > 0 && !names.includes(marker)) {
      throw new UsageError(`${out} is not empty, and no export has made it; name another folder with --out`);
    }
    for (const name of names) rmSync(join(out, name), { recursive: true, force: true });
  }
  writeTo(join(out, marker), "This folder is made again by pnpm teach export and pnpm teach bundle.\n");
}

function readNames(out: string): string[] {
  try {
    return readdirSync(out);
  } catch {
    throw new UsageError(`${out} is a file; name a folder with --out`);
  }
}
