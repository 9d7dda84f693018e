// Runs TypeScript's compiler on a student's file, and returns what it says, line by line.

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { arch, platform } from "node:process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { kitFolder, writeTo } from "@daglings/stage";
import { findConfig } from "./work-config.ts";

/** Real milliseconds: a check that takes longer is left out. */
const longest = 20_000;

/** Empty if nothing is wrong, or nothing can be said. Each check goes on from the results of the last one. */
export async function compile(file: string, signal: AbortSignal | undefined): Promise<string> {
  try {
    const project = writeProject(file);
    const limit = AbortSignal.timeout(longest);
    const child = spawn(findCompiler(), ["--project", project, "--pretty", "false"], {
      cwd: kitFolder,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const failed = new Promise<string>((resolve) => child.once("error", () => resolve("")));
    return await Promise.race([text(child.stdout), failed]);
  } catch {
    return ""; // a folder that cannot be written, or a machine for which there is no compiler
  }
}

/** The student's own settings, for one file, and with a memory. */
function writeProject(file: string): string {
  const folder = join(kitFolder, "runs", ".types");
  const name = file.replace(/[^\w-]+/g, "_").slice(-80);
  const project = join(folder, `${name}.json`);
  const compilerOptions = { incremental: true, tsBuildInfoFile: join(folder, `${name}.tsbuildinfo`) };
  writeTo(
    project,
    `${JSON.stringify({ extends: findConfig(), compilerOptions, files: [file], include: [] })}\n`,
  );
  return project;
}

/**
 * The program itself: TypeScript's own `tsc` is a script that starts it. On Windows for ARM, Node may be the one for x64,
 * while other packages are not.
 */
function findCompiler(): string {
  const typescript = fileURLToPath(import.meta.resolve("typescript/package.json"));
  const { resolve } = createRequire(typescript);
  const folderFor = (cpu: string) =>
    dirname(resolve(`@typescript/typescript-${platform}-${cpu}/package.json`));
  if (platform !== "win32") return join(folderFor(arch), "lib", "tsc");
  try {
    return join(folderFor(arch), "lib", "tsc.exe");
  } catch {
    return join(folderFor("arm64"), "lib", "tsc.exe");
  }
}
