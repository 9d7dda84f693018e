// A version without its types. They are stripped by the observing process, and not in each of the version's own: loading
// what strips them takes as long as loading the engine.

import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";

/** As Node strips them. Null: Node is to load the file itself, and to say what is wrong with it. */
export function withoutTypes(file: string): string | null {
  try {
    const source = readFileSync(file, "utf8");
    return isModule.test(source) ? stripTypeScriptTypes(source) : null;
  } catch {
    return null;
  }
}

const isModule = /^(import|export)\b/m;
