// Ends what a version has left running. A process in the background may have left the group of the one that started it,
// but the environment that it was given still identifies it.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { kill, pid as ownPid, platform } from "node:process";
import { setTimeout } from "node:timers/promises";

/** All processes whose environment has this variable with this value. Returns how many there were. */
export function killStragglers(name: string, value: string): number {
  const own = environments().filter(([, environment]) => environment.includes(`${name}=${value}`));
  for (const [pid] of own) {
    try {
      kill(pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
  }
  return own.length;
}

/** Real milliseconds: what was killed is gone by then. */
const [longest, lookEvery] = [1000, 5];

/** Waits until they are gone, too, with what they have started in the meantime: until then they may still write. */
export async function endStragglers(name: string, value: string): Promise<void> {
  for (let waited = 0; waited < longest && killStragglers(name, value) > 0; waited += lookEvery) {
    await setTimeout(lookEvery);
  }
}

/** Waits until no other process is in the network that this one has for itself; false if one stays. On Linux. */
export async function isAloneInNetwork(): Promise<boolean> {
  for (let waited = 0; waited < longest; waited += lookEvery) {
    if (!hasCompany()) return true;
    await setTimeout(lookEvery);
  }
  return false;
}

function hasCompany(): boolean {
  const own = networkOf("self");
  return pidsOnLinux().some((each) => each !== String(ownPid) && networkOf(each) === own);
}

function networkOf(process: string): string {
  try {
    return readlinkSync(`/proc/${process}/ns/net`);
  } catch {
    return ""; // it has ended
  }
}

function pidsOnLinux(): string[] {
  return readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
}

/** Those that may be looked at: the user's own. Windows shows none. */
function environments(): [pid: number, environment: string][] {
  if (platform === "linux") {
    return pidsOnLinux().map((pid) => [Number(pid), environmentOf(pid)]);
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
