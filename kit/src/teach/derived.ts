// What is derived from a lesson's file: its variants, and its alternative. A change in the lesson goes into them, too.
// Nothing is derived from them in turn, so one that the change does not fit holds up no other: it waits to be mended.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { kitFolder, type LessonEntry } from "@daglings/stage";
import { shownPath } from "../desk/work-files.ts";
import { carry, type Merged, type Step } from "./merge.ts";

export interface Derived {
  readonly path: string;
  readonly merged: Merged;
}

/** `base`: the lesson as it was; `mended`: as it will be. */
export function carryIntoDerived(lesson: LessonEntry, base: Step, mended: string): Derived[] {
  return derivedFiles(lesson).flatMap((path) => {
    const text = readFileSync(path, "utf8").replaceAll("\r\n", "\n");
    return carry(base, mended, [{ name: shownPath(path), text }]).map((merged) => ({ path, merged }));
  });
}

function derivedFiles({ folder }: LessonEntry): string[] {
  const variants = readdirSync(join(folder, "variants")).toSorted();
  const files = [join(folder, "alternative.ts"), ...variants.map((name) => join(folder, "variants", name))];
  return files.filter((file) => existsSync(file));
}

/** Where its text, with the marks of the conflict, is put to be mended. */
export function openFileOf({ name }: Merged): string {
  return join(kitFolder, "runs", "propagate", name.replace(/^lessons\//, "").replaceAll("/", "-"));
}
