// Whether this machine has what a lesson's tasks need, before they fail one by one.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { env, platform } from "node:process";
import { EnvironmentError, findBash } from "@daglings/engine";
import type { Need } from "@daglings/lessons";

export function checkMachine(needs: readonly Need[]): void {
  if (!needs.includes("bash")) return;
  const missing = ["bash", "curl"].filter((program) => findProgram(program) === null);
  if (missing.length === 0) return;
  const names = missing.join(" and ");
  throw new EnvironmentError(
    `this lesson's tasks need ${names}, which this machine lacks; ${howToInstall(missing)}`,
  );
}

/** Where a program is that can be called by its name alone; for bash, the one that tasks call. */
export function findProgram(name: string): string | null {
  if (name === "bash" && platform === "win32") return findBash() ?? null;
  const endings = platform === "win32" ? [".exe", ".cmd", ""] : [""];
  const folders = (env["PATH"] ?? env["Path"] ?? "").split(delimiter).filter(Boolean);
  const files = folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending)));
  return files.find((file) => existsSync(file)) ?? null;
}

export function howToInstall(programs: readonly string[]): string {
  const names = programs.join(" ");
  if (platform === "win32") {
    return "install Git for Windows (winget install Git.Git), which has both, and open a new terminal";
  }
  if (platform === "darwin") return `install what is missing: brew install ${names}`;
  return `install what is missing, on Debian and Ubuntu: sudo apt-get install ${names}`;
}
