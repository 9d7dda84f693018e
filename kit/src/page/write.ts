// Writes what a command has made to stdout, or to the file that --out names.

import process from "node:process";
import { writeTo } from "@daglings/stage";
import { userPath, type Call } from "../command-line.ts";

export function write(text: string, { text: flag }: Call): void {
  const out = flag("out");
  if (out === undefined) process.stdout.write(text);
  else writeTo(userPath(out), text);
}
