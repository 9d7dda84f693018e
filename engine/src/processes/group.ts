// A child process that leads a process group, from its start to its end, with everything it has started.

import { spawn, type ChildProcess } from "node:child_process";
import { kill, platform } from "node:process";
import { release } from "./guardian.ts";

export interface ProcessEnd {
  readonly exitCode: number | null;
  readonly exitSignal: string | null;
}

export interface ProcessGroup {
  /** The leader has ended, and its output has been read. */
  readonly ended: Promise<ProcessEnd>;
  /** Asks it to end. What has not ended after the grace period is killed, and what the leader leaves behind ends too. */
  stop(how: { readonly ask: () => void; readonly grace: number }): void;
  readonly kill: () => void;
}

/** Windows has no groups, and would open a window. */
export const leadsGroup = { detached: platform !== "win32", windowsHide: true } as const;

/** How long, in milliseconds, output that somebody else may hold open is read after the leader has ended. */
const drainTime = 1000;

/**
 * `waitsForOutput`: by itself it ends only when the leader has ended and nothing that it left in the background writes
 * into its output any more. Once it is stopped, nothing is waited for.
 */
export function watchGroup(
  leader: ChildProcess,
  { waitsForOutput }: { readonly waitsForOutput: boolean },
): ProcessGroup {
  let isStopped = false;
  let hasExited = false;
  let killing: NodeJS.Timeout | undefined;
  let draining: NodeJS.Timeout | undefined;
  const drain = () => {
    // First what has arrived by now is read: a process that was busy is told everything at once.
    draining ??= setTimeout(() => setImmediate(letGo, leader), drainTime);
  };
  const killAll = () => {
    isStopped = true;
    signalGroup(leader, "SIGKILL");
    if (hasExited) drain();
  };
  const ended = new Promise<ProcessEnd>((resolve) => {
    leader.once("exit", () => {
      hasExited = true;
      if (isStopped) signalGroup(leader, "SIGKILL");
      if (isStopped || !waitsForOutput) drain();
    });
    leader.once("close", (exitCode, exitSignal) => {
      clearTimeout(killing);
      clearTimeout(draining);
      if (leader.pid !== undefined) release(leader.pid);
      resolve({ exitCode, exitSignal });
    });
  });
  return {
    ended,
    stop({ ask, grace }) {
      if (leader.pid === undefined || isStopped) return;
      isStopped = true;
      ask();
      killing = setTimeout(killAll, grace);
    },
    kill: killAll,
  };
}

function letGo({ stdout, stderr }: ChildProcess): void {
  stdout?.destroy();
  stderr?.destroy();
}

export function signalGroup({ pid }: ChildProcess, name: "SIGTERM" | "SIGKILL"): void {
  if (pid === undefined) return;
  if (platform === "win32") {
    spawn("taskkill", ["/pid", String(pid), "/T", "/F"], { windowsHide: true });
    return;
  }
  try {
    kill(-pid, name);
  } catch {
    // It has already ended.
  }
}
