// What `pnpm diff` remembers from one call to the next, in work/.diff: the pair that was shown last, and which solutions
// the student has agreed to see. If it is lost, the only cost is a question.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "@daglings/lessons/files";
import { workFolder } from "../desk/progress.ts";

export interface Memory {
  /** The names of two lessons. */
  readonly pair: readonly [string, string] | null;
  readonly agreed: readonly string[];
}

const file = join(workFolder, ".diff");
const nothing: Memory = { pair: null, agreed: [] };

export function recall(): Memory {
  if (!existsSync(file)) return nothing;
  try {
    const { pair, agreed } = JSON.parse(readFileSync(file, "utf8")) as Partial<Memory>;
    const isPair = Array.isArray(pair) && pair.length === 2 && pair.every((name) => typeof name === "string");
    return { pair: isPair ? pair : null, agreed: Array.isArray(agreed) ? agreed : [] };
  } catch {
    return nothing;
  }
}

export function remember(change: Partial<Memory>): void {
  try {
    writeWhole(file, `${JSON.stringify({ ...recall(), ...change })}\n`);
  } catch {
    // The folder may be read-only; the answer is shown all the same.
  }
}
