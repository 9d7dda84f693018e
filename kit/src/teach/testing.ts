// For tests: a copy of the course in a folder that is gone afterwards, to call commands in that write.

import { cpSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { env, execPath } from "node:process";
import { kitFolder } from "../catalogue.ts";
import { call, inTemporaryFolder, type Answer } from "../run/testing.ts";

export interface CourseCopy {
  readonly folder: string;
  /** `pnpm` with these words, called in the folder of the copy. */
  readonly pnpm: (...words: string[]) => Promise<Answer>;
}

const rooms = ["words", "engine", "events-api", "binance", "lessons", "kit"];

export function withCourseCopy<Result>(use: (copy: CourseCopy) => Promise<Result>): Promise<Result> {
  return inTemporaryFolder((above) => {
    const folder = join(above, "course");
    mkdirSync(folder);
    for (const name of ["package.json", "pnpm-workspace.yaml", "pnpm-lock.yaml"]) {
      cpSync(join(kitFolder, name), join(folder, name));
    }
    for (const room of rooms) {
      const isOwn = (path: string) => !path.includes("node_modules") && !path.endsWith(".test.ts");
      cpSync(join(kitFolder, room), join(folder, room), { recursive: true, filter: isOwn });
    }
    linkPackages(folder);
    return use({ folder, pnpm: (...words) => callIn(folder, words) });
  });
}

export function callIn(
  folder: string,
  words: readonly string[],
  variables: NodeJS.ProcessEnv = {},
): Promise<Answer> {
  const main = join(folder, "kit", "src", "main.ts");
  const rest = { ...env, INIT_CWD: folder, DAGLINGS_PLAIN: "0", ...variables };
  return call(execPath, [main, ...words], { cwd: folder, variables: rest });
}

/** Instead of an installation. */
export function linkPackages(folder: string): void {
  for (const room of ["", ...rooms]) {
    const packages = join(kitFolder, room, "node_modules");
    if (existsSync(packages)) symlinkSync(packages, join(folder, room, "node_modules"), "junction");
  }
}
