// What is made once for each machine is kept outside the repository, under a name that contains its recipe.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { env, pid } from "node:process";

const folder = join(env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "daglings");

/** `make` is given a temporary path, so that an interrupted result is never taken for a finished one. */
export async function cached(
  name: string,
  recipe: object,
  make: (path: string) => Promise<void>,
): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(recipe)).digest("hex").slice(0, 12);
  const path = join(folder, `${name}-${hash}`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const half = `${path}.${pid}`;
  await make(half);
  renameSync(half, path);
  return path;
}
