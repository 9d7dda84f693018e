// The process that observes versions of lessons: how it is started, and how it ends.

import { fork, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { enableCompileCache, getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import process from "node:process";
import { ownNetwork } from "./wall.ts";

export interface ObserverOptions {
  /** Versions share Node's compile cache with the kit, which is quicker. They could do harm there, so not for strangers. */
  readonly isTrusted?: boolean;
  /** See wall.ts. */
  readonly isSandboxed?: boolean;
}

const program = new URL("./experiment-process.ts", import.meta.url);
/** It strips types, which Node calls experimental. */
const nodeFlags = [
  "--disable-warning=ExperimentalWarning",
  "--import",
  import.meta.resolve("@daglings/engine/whole-names"),
];

/** In a process group of its own, which can be ended as a whole. */
export function startObserver(options: ObserverOptions): ChildProcess {
  const { isSandboxed } = options;
  const observer = fork(program, {
    detached: process.platform !== "win32",
    silent: true,
    cwd: import.meta.dirname, // it may outlast the present one
    ...(isSandboxed && ownNetwork),
    execArgv: [...(isSandboxed ? ownNetwork.execArgv : []), ...nodeFlags],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache(options) ?? undefined },
  });
  observer.stdout?.resume();
  observer.once("exit", () => endGroup(observer));
  return observer;
}

/** It may have left by itself. */
export async function dismiss(observer: ChildProcess): Promise<void> {
  if (observer.exitCode !== null || observer.signalCode !== null) return;
  const gone = once(observer, "exit");
  if (observer.connected) observer.disconnect();
  await gone;
}

export function endGroup(child: ChildProcess): void {
  const { pid } = child;
  try {
    if (pid === undefined) child.kill("SIGKILL");
    else if (process.platform !== "win32") process.kill(-pid, "SIGKILL");
    // Windows has no groups, but knows which process started which.
    else spawnSync("taskkill", ["/pid", String(pid), "/T", "/F"], { windowsHide: true, stdio: "ignore" });
  } catch {
    // It has ended already.
  }
}

/** The one that this process uses. Null: it uses none. */
export function compileCache({ isTrusted = false }: ObserverOptions): string | null {
  if (isTrusted) enableCompileCache();
  const directory = getCompileCacheDir();
  return directory === undefined ? null : dirname(directory);
}
