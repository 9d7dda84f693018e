// Simulated time: it stands still while there is work, and then jumps to the next moment at which something is due. The
// work of tasks is real, and takes no simulated time.

import { setImmediate as nextTurn } from "node:timers/promises";
import { type DateInput, parseInstant } from "@daglings/words";
import type { Clock } from "../ports.ts";
import { stopwatch, uptime } from "./stopwatch.ts";

/** For this long, jump may follow jump before signals, timers and input get their turn. */
const turnLength = 20;

export function simulatedClock({ from }: { readonly from: DateInput }): Clock {
  let now = parseInstant(from, "UTC", "from").epochMilliseconds;
  let turnBegan = stopwatch();
  return {
    now: () => now,
    realTime: () => Date.now(),
    uptime,
    isSimulated: true,
    async wait({ until, underWay, wake }) {
      if (underWay || until === Infinity) return await wake;
      now = Math.max(now, until);
      if (stopwatch() - turnBegan < turnLength) return;
      await nextTurn();
      turnBegan = stopwatch();
    },
    heartbeat: () => () => {},
  };
}
