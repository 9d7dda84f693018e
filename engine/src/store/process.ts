// Which process holds a lease, and whether it is still alive. A pid alone does not tell: after a crash another process
// may have it, and in a restarted container the same program gets the same one.

import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { kill, pid } from "node:process";
import type { Lease } from "../ports.ts";

export type ProcessName = Pick<Lease, "host" | "pid" | "process" | "boot">;

export function thisProcess(): ProcessName {
  return { host: hostname(), pid, process: statOf(pid)?.began ?? "", boot: bootId() };
}

/** False: it is alive, or this cannot be known, because it is not on this computer or not in this container. */
export function hasEnded(holder: ProcessName): boolean {
  if (holder.host !== hostname() || holder.boot !== bootId()) return false;
  try {
    kill(holder.pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
  const stat = statOf(holder.pid);
  return stat !== null && (stat.state === "Z" || (holder.process !== "" && stat.began !== holder.process));
}

/** Linux gives each start of the computer an id. Elsewhere its name has to do. */
function bootId(): string {
  return read("/proc/sys/kernel/random/boot_id")?.trim() ?? hostname();
}

/** On Linux: its state (Z: it has ended, and nobody has collected it), and when it began, in ticks since the boot. */
function statOf(
  id: number,
): { readonly state: string | undefined; readonly began: string | undefined } | null {
  const stat = read(`/proc/${id}/stat`);
  if (stat === null) return null;
  // The name before it, in brackets, may contain spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0], began: fields[19] };
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
