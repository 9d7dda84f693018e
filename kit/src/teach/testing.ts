// For tests: a copy of the course in a folder that is gone afterwards, to call commands in that write.

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { env, execPath } from "node:process";
import { afterAll } from "vitest";
import { kitFolder } from "../../../stage/src/catalogue.ts";
import { rooms } from "../../../stage/src/rooms.ts";
import { call, inTemporaryFolder, type Answer } from "../../../stage/src/testing.ts";

export interface CourseCopy {
  readonly folder: string;
  /** `pnpm` with these words, called in the folder of the copy. */
  readonly pnpm: (...words: string[]) => Promise<Answer>;
}

export function withCourseCopy<Result>(use: (copy: CourseCopy) => Promise<Result>): Promise<Result> {
  return inTemporaryFolder((above) => use(copyCourse(above)));
}

/** One copy for all tests of a `describe`, which leave nothing in it: Node compiles each copy again. */
export function shareCourseCopy(): CourseCopy {
  const above = mkdtempSync(join(tmpdir(), "daglings-test-"));
  afterAll(() => rmSync(above, { recursive: true, force: true, maxRetries: 5 }));
  return copyCourse(above);
}

function copyCourse(above: string): CourseCopy {
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
  return { folder, pnpm: (...words) => callIn(folder, words) };
}

export function callIn(
  folder: string,
  words: readonly string[],
  variables: NodeJS.ProcessEnv = {},
): Promise<Answer> {
  const main = join(folder, "kit", "src", "main.js");
  const rest = { ...env, INIT_CWD: folder, DAGLINGS_PLAIN: "0", ...variables };
  return call(execPath, [main, ...words], { cwd: folder, variables: rest });
}

/** Instead of an installation: the packages of others are those of the kit, its own rooms are those of the copy. */
export function linkPackages(folder: string): void {
  for (const room of ["", ...rooms, "lessons/src"]) {
    const packages = join(kitFolder, room, "node_modules");
    if (!existsSync(packages)) continue;
    for (const name of readdirSync(packages)) {
      if (name === "@daglings")
        linkRooms(join(packages, name), join(folder, room, "node_modules", name), folder);
      else link(join(packages, name), join(folder, room, "node_modules", name));
    }
  }
}

function linkRooms(packages: string, to: string, folder: string): void {
  for (const name of readdirSync(packages)) {
    const room = relative(kitFolder, realpathSync(join(packages, name)));
    if (existsSync(join(folder, room))) link(join(folder, room), join(to, name));
  }
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, statSync(target).isDirectory() ? "junction" : "file");
}
