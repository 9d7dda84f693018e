// Real time: it waits until a moment has come. node-cron beats the schedule's heart.

import type { Clock } from "../ports.ts";
import { longestTimer, uptime } from "./stopwatch.ts";

/** Every five seconds. */
const heartbeat = "*/5 * * * * *";

export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    realTime: () => Date.now(),
    uptime,
    isSimulated: false,
    async wait({ until, wake }) {
      let timer: NodeJS.Timeout | undefined;
      const time = new Promise<void>((resolve) => {
        if (until === Infinity) return;
        // A wait that is cut short looks again.
        timer = setTimeout(resolve, Math.min(Math.max(0, until - Date.now()), longestTimer));
      });
      try {
        await Promise.race([wake, time]);
      } finally {
        clearTimeout(timer);
      }
    },
    heartbeat(beat) {
      // Loaded only when time is real. One beat makes up for all that a sleep has missed: it is not worth a warning.
      const task = import("node-cron").then(({ schedule }) =>
        schedule(heartbeat, beat, { suppressMissedWarning: true }),
      );
      return () => void task.then((started) => started.stop());
    },
  };
}
