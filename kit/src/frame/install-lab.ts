// Installs the lab of dataframe libraries when it is first needed: they are heavy, and no lesson needs them.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { EnvironmentError, UsageError } from "@daglings/engine";
import type { Screen } from "../screen.ts";
import { labFolder } from "./frame-file.ts";

/** Holds the hash of the lock file that was installed: looking at it costs nothing, and needs no network. */
const marker = join(labFolder, "node_modules", ".daglings-lock");

export async function installLab({ isTerminal }: Screen, signal: () => AbortSignal): Promise<void> {
  if (!existsSync(labFolder)) throw new UsageError("this copy of the course comes without labs/dataframes");
  const lock = createHash("sha256")
    .update(readFileSync(join(labFolder, "pnpm-lock.yaml")))
    .digest("hex");
  if (existsSync(marker) && readFileSync(marker, "utf8") === lock) return;
  process.stderr.write("Installing the dataframe libraries in labs/dataframes, once: about 500 MB.\n");
  const lines: string[] = [];
  const code = await install(signal(), (line) => {
    lines.push(line);
    if (isTerminal && line.startsWith("Progress")) process.stderr.write(`\r\x1b[K${line}`);
  });
  if (isTerminal) process.stderr.write("\r\x1b[K");
  if (code !== 0) {
    const said = lines.slice(-8).join("\n");
    throw new EnvironmentError(
      `the dataframe libraries cannot be installed; pnpm needs the network for it, once. It said:\n${said}`,
    );
  }
  writeFileSync(marker, lock);
}

async function install(signal: AbortSignal, onLine: (line: string) => void): Promise<number | null> {
  const [program, ...args] = pnpm();
  const child = spawn(program, [...args, "install", "--frozen-lockfile", "--reporter=append-only"], {
    cwd: labFolder,
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

/** The pnpm that started this command, otherwise the one on the path. */
function pnpm(): [string, ...string[]] {
  const given = process.env["npm_execpath"];
  if (given === undefined || !basename(given).startsWith("pnpm")) return ["pnpm"];
  return /\.[cm]?js$/.test(given) ? [process.execPath, given] : [given];
}
