// A killed process leaves nothing compiled for the next one, so one scheduler runs to its end first.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "node:process";
import { openArena } from "./arena.ts";

export async function setup(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "daglings-compiled-"));
  env["NODE_COMPILE_CACHE"] = folder;
  const arena = openArena();
  await arena.start({ executor: "subprocess", clock: "system" }).ended;
  arena.close();
  return () => rmSync(folder, { recursive: true, force: true });
}
