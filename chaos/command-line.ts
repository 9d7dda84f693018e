// What `pnpm test:chaos` can be told: files by a part of their names, how many rounds, and which choices.

import { parseArgs } from "node:util";

export function readCommand(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: { rounds: { type: "string" }, seed: { type: "string", default: "1" } },
    allowPositionals: true,
  });
}
