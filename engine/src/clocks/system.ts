// Real time: waits until it is time. node-cron beats the heart.

import type { Clock } from "../ports.ts";
import { longestTimer } from "./stopwatch.ts";

/** Every five seconds. */
const heartbeat = "*/5 * * * * *";

export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    realTime: () => Date.now(),
    isSimulated: false,
    async wait({ until, wake }) {
      let timer: NodeJS.Timeout | undefined;
      const time = new Promise<void>((resolve) => {
        if (until === Infinity) return;
        // One that is cut short looks again.
        timer = setTimeout(resolve, Math.min(Math.max(0, until - Date.now()), longestTimer));
      });
      try {
        await Promise.race([wake, time]);
      } finally {
        clearTimeout(timer);
      }
    },
    heartbeat(beat) {
      // Loaded only where time is real.
      const task = import("node-cron").then(({ schedule }) => schedule(heartbeat, beat));
      return () => void task.then((started) => started.stop());
    },
  };
}
