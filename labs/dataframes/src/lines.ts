// How long a step is: its lines without comments and empty ones.

import { readFileSync } from "node:fs";

export function countLines(file: URL): number {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => !/^\s*($|\/\/|\/\*\*|#)/.test(line)).length;
}
