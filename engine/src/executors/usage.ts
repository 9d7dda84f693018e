// What an attempt has used of the machine, as far as its executor can tell that from what others have used.

import { readFileSync } from "node:fs";
import { cpuUsage, platform, resourceUsage } from "node:process";
import type { Usage } from "../usage.ts";

export const unknownUsage: Usage = { cpu: null, peakMemory: null, logBytes: 0 };

/** In a shared process, the time of an attempt is known only if no other was under way at the same time. */
export function sharedMeter(): () => () => Usage {
  let underWay = 0;
  let started = 0;
  return () => {
    const isAlone = underWay++ === 0;
    const number = ++started;
    const before = isAlone ? cpuUsage() : null;
    return () => {
      underWay--;
      if (before === null || started !== number) return unknownUsage;
      const { user, system } = cpuUsage(before);
      return { ...unknownUsage, cpu: (user + system) / 1000 };
    };
  };
}

/** In a process of its own everything counts, and on Linux also the programs that it has started and waited for. */
export function ownUsage(): Usage {
  const { userCPUTime, systemCPUTime, maxRSS } = resourceUsage();
  const cpu = (userCPUTime + systemCPUTime) / 1000 + childrenTime();
  return { cpu, peakMemory: maxRSS * 1024, logBytes: 0 };
}

/** Milliseconds; the kernel counts them in hundredths of a second. */
function childrenTime(): number {
  if (platform !== "linux") return 0;
  try {
    const [, fields = ""] = readFileSync("/proc/self/stat", "utf8").split(") ");
    const [user = "0", system = "0"] = fields.split(" ").slice(13, 15);
    return (Number(user) + Number(system)) * 10;
  } catch {
    return 0; // no /proc is mounted
  }
}
