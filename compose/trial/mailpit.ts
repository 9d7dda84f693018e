// The program of the image axllent/mailpit, in the version that the Compose file names. Go builds it once for each
// machine. Null if there is no Go, or not enough time; then the mailbox of the lessons takes its place.

import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";
import { cached } from "./cache.ts";
import { isThere } from "./machine.ts";
import { ask, tell } from "./tool.ts";

export async function findMailpit(version: string, signal: AbortSignal): Promise<string | null> {
  if (!isThere("go")) return null;
  return await cached("mailpit", { version }, (path) => build(version, path, signal)).catch(() => null);
}

async function build(version: string, path: string, signal: AbortSignal): Promise<void> {
  const folder = `${path}.bin`;
  mkdirSync(folder);
  const goEnv = { ...env, GOBIN: folder, CGO_ENABLED: "0" };
  try {
    await ask(["go", "install", `github.com/axllent/mailpit@${version}`], { env: goEnv, signal });
    renameSync(join(folder, "mailpit"), path);
    await tell(["chmod", "755", path]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
