// Ends what a version has left running. A process in the background may have left the group of the one that started it,
// but the environment that it was given still identifies it.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { kill, platform } from "node:process";

/** All processes whose environment has this variable with this value. */
export function endStragglers(name: string, value: string): void {
  for (const [pid, environment] of environments()) {
    if (!environment.includes(`${name}=${value}`)) continue;
    try {
      kill(pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
  }
}

/** Those that may be looked at: the user's own. Windows shows none. */
function environments(): [pid: number, environment: string][] {
  if (platform === "linux") {
    const pids = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
    return pids.map((pid) => [Number(pid), environmentOf(pid)]);
  }
  if (platform !== "darwin") return [];
  const list = execFileSync("ps", ["-A", "-E", "-ww", "-o", "pid=,command="], { encoding: "utf8" });
  return list.split("\n").map((line) => [Number.parseInt(line, 10), line]);
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8");
  } catch {
    return ""; // it has ended, or belongs to somebody else
  }
}
