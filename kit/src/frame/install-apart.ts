// Installs a package with a lock file of its own when it is first needed: it is heavy, and no lesson needs it.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { EnvironmentError, UsageError } from "@daglings/engine";
import { kitFolder } from "@daglings/stage";
import type { Screen } from "../screen.ts";

export interface Apart {
  /** With a package.json and a lock file. */
  readonly folder: string;
  /** "the dataframe libraries" */
  readonly what: string;
  /** "about 500 MB" */
  readonly takes: string;
}

export function isInstalled({ folder }: Pick<Apart, "folder">): boolean {
  const marker = markerIn(folder);
  return existsSync(marker) && readFileSync(marker, "utf8") === lockOf(folder);
}

/** Has the lock file's hash of what is installed: a look at it costs nothing, and needs no network. */
function markerIn(folder: string): string {
  return join(folder, "node_modules", ".daglings-lock");
}

function lockOf(folder: string): string {
  return createHash("sha256")
    .update(readFileSync(join(folder, "pnpm-lock.yaml")))
    .digest("hex");
}

export async function installApart(
  { folder, what, takes }: Apart,
  { isTerminal }: Screen,
  signal: () => AbortSignal,
): Promise<void> {
  const shown = relative(kitFolder, folder).replaceAll("\\", "/");
  if (!existsSync(folder)) throw new UsageError(`this copy of the course comes without ${shown}`);
  if (isInstalled({ folder })) return;
  process.stderr.write(`Installing ${what} in ${shown}, once: ${takes}.\n`);
  const lines: string[] = [];
  const code = await install(folder, signal(), (line) => {
    lines.push(line);
    if (isTerminal && line.startsWith("Progress")) process.stderr.write(`\r\x1b[K${line}`);
  });
  if (isTerminal) process.stderr.write("\r\x1b[K");
  if (code !== 0) {
    const said = lines.slice(-8).join("\n");
    throw new EnvironmentError(
      `${what} cannot be installed; pnpm needs the network for it, once. It said:\n${said}`,
    );
  }
  writeFileSync(markerIn(folder), lockOf(folder));
}

async function install(
  folder: string,
  signal: AbortSignal,
  onLine: (line: string) => void,
): Promise<number | null> {
  const [program, ...args] = pnpm();
  const child = spawn(program, [...args, "install", "--frozen-lockfile", "--reporter=append-only"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    signal,
  });
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", onLine);
  try {
    const [code] = (await once(child, "close")) as [number | null];
    return code;
  } catch (error) {
    if (signal.aborted) throw error;
    onLine(error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** The one that has started this command, else the one on the path. */
function pnpm(): [string, ...string[]] {
  const given = process.env["npm_execpath"];
  if (given === undefined || !basename(given).startsWith("pnpm")) return ["pnpm"];
  return /\.[cm]?js$/.test(given) ? [process.execPath, given] : [given];
}
