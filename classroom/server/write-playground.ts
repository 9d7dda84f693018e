// The playground as one HTML file, which needs no server: for a course's site.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeTo } from "@daglings/stage";

/** Where it was written. */
export function writePlayground(built: string, file: string): string {
  writeTo(file, readFileSync(join(built, "playground.html"), "utf8"));
  return file;
}
