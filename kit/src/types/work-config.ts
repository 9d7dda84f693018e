// The tsconfig.json of the student's folder: it lets an editor show what `pnpm check` says about types.

import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { kitFolder, writeTo } from "@daglings/stage";
import { workFolder } from "../desk/progress.ts";

const workConfig = join(workFolder, "tsconfig.json");
const settings = join(kitFolder, "kit", "student.tsconfig.json");

/** An existing file stays: it is the student's. */
export function writeWorkConfig(): void {
  if (existsSync(workConfig)) return;
  const below = relative(workFolder, settings).replaceAll("\\", "/");
  writeTo(workConfig, `${JSON.stringify({ extends: below, include: ["**/*.ts"] }, null, 2)}\n`);
}

/** The student's own, if there is one. */
export function findConfig(): string {
  return existsSync(workConfig) ? workConfig : settings;
}
