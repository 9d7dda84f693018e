// Builds the page when it is first asked for, and again when its sources have changed; it takes seconds. The result is never
// committed.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { text } from "node:stream/consumers";
import { EnvironmentError } from "@daglings/engine";

/** Where the page's sources are. It has packages, and a lock file, of its own. */
export const pageFolder = fileURLToPath(new URL("../page", import.meta.url));

const kitFolder = fileURLToPath(new URL("../..", import.meta.url));

/** All that ends up in the page. */
const sources = [
  "classroom/page/{index.html,playground.html,*.ts,package.json,pnpm-lock.yaml}",
  "classroom/page/src/**",
  "classroom/shared/*.ts",
  "{engine,templates,words}/src/**/*.ts",
];

export interface BuildOptions {
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** The folder of the built page. Its packages must be installed. */
export async function buildPage({ say, signal }: BuildOptions): Promise<string> {
  const built = join(pageFolder, "dist");
  const marker = join(built, ".sources");
  const hash = hashOfSources();
  if (existsSync(marker) && readFileSync(marker, "utf8") === hash) return built;
  say("Building the classroom's page; this takes a few seconds, once.");
  await runVite([], signal);
  await runVite(["--config", "vite.playground.config.ts"], signal);
  writeFileSync(marker, hash);
  return built;
}

async function runVite(words: readonly string[], signal: AbortSignal): Promise<void> {
  const vite = join(pageFolder, "node_modules", "vite", "bin", "vite.js");
  const child = spawn(process.execPath, [vite, "build", "--logLevel", "warn", ...words], {
    cwd: pageFolder,
    stdio: ["ignore", "pipe", "pipe"],
    signal,
  });
  const ended = once(child, "close");
  const [out, problems] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new EnvironmentError(`the page cannot be built:\n${out}${problems}`);
}

function hashOfSources(): string {
  const hash = createHash("sha256");
  for (const file of globSync(sources, { cwd: kitFolder }).toSorted()) {
    const path = join(kitFolder, file);
    if (/\.test\.tsx?$/.test(file) || !/\.\w+$/.test(file)) continue;
    hash.update(`${file}\0`).update(readFileSync(path));
  }
  return hash.digest("hex");
}
