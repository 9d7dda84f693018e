// What a run's folder says about itself: that the kit has made it, which lesson ran there, and where its time stood at
// the end. A later command goes on from there.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Says that the kit made the folder, and may empty it. */
export const marker = ".daglings-run";

export interface RunNote {
  /** 08_templated_path */
  readonly lesson: string;
  /** The file that was run: the lesson's own, a variant, or a student's. */
  readonly file: string;
  /** Simulated time. */
  readonly at: string;
}

export function writeNote(folder: string, note: RunNote | null): void {
  const about = "This folder is emptied each time its lesson runs.";
  writeFileSync(join(folder, marker), `${JSON.stringify({ about, ...note }, null, 2)}\n`);
}

/** null: no lesson has run there, or only one of an earlier version. */
export function readNote(folder: string): RunNote | null {
  try {
    const { lesson, file, at } = JSON.parse(readFileSync(join(folder, marker), "utf8")) as Partial<RunNote>;
    return lesson === undefined || file === undefined || at === undefined ? null : { lesson, file, at };
  } catch {
    return null;
  }
}
