// Makes a folder a git repository with one commit, so that no earlier state can be found in it.

import { execFileSync } from "node:child_process";
import { findProgram } from "@daglings/stage";

/** False: there is no git here. */
export function beginHistory(folder: string, message: string): boolean {
  const program = findProgram("git");
  if (program === null) return false;
  const git = (...args: string[]) => execFileSync(program, args, { cwd: folder, stdio: "ignore" });
  const author = [
    "-c",
    "user.name=Daglings",
    "-c",
    "user.email=daglings@example.org",
    "-c",
    "commit.gpgsign=false",
  ];
  git("init", "--initial-branch=main");
  git("add", "--all");
  git(...author, "commit", "--message", message);
  return true;
}
