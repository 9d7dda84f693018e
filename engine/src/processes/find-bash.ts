// Where bash is. Windows has a bash.exe of its own, which starts a virtual Linux machine; use Git's instead, wherever Git
// is installed.

import { existsSync } from "node:fs";
import { win32 } from "node:path";
import { env as ownEnv, platform } from "node:process";

/** The command that starts bash; undefined if there is none here. */
export function findBash(): string | undefined {
  return platform === "win32" ? bashOfGit(ownEnv, existsSync) : "bash";
}

/** In Git's usual places, or where a folder of the PATH has git.exe: often that is `Git\cmd` alone, without a bash. */
export function bashOfGit(env: NodeJS.ProcessEnv, exists: (path: string) => boolean): string | undefined {
  const programs = [
    env["ProgramFiles"],
    env["ProgramW6432"],
    env["ProgramFiles(x86)"],
    env["LOCALAPPDATA"] && win32.join(env["LOCALAPPDATA"], "Programs"),
  ];
  const usual = programs.flatMap((folder) => (folder ? [win32.join(folder, "Git")] : []));
  const folders = (env["PATH"] ?? env["Path"] ?? "").split(";").filter(Boolean);
  const found = folders.flatMap((folder) =>
    exists(win32.join(folder, "git.exe")) ? [win32.join(folder, ".."), win32.join(folder, "..", "..")] : [],
  );
  return [...usual, ...found].map((root) => win32.join(root, "bin", "bash.exe")).find(exists);
}
