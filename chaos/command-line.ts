// The arguments of `pnpm test:chaos` and `pnpm test:temporal`: parts of files' names, the number of rounds, and the seed of
// their choices.

import { parseArgs } from "node:util";

export function readCommand(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: { rounds: { type: "string" }, seed: { type: "string", default: "1" } },
    allowPositionals: true,
  });
}
