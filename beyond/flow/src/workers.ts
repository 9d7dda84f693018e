// How many submitted tasks of a flow may be under way at once: the first to come gets the first place, and keeps it while
// it waits for others or for its next try, as in Prefect's pool of threads. However many may be, only some begin in one
// turn of the event loop: of thousands that are quick, the first have ended, and hold no memory, when the last begin.

import { setImmediate as nextTurn } from "node:timers/promises";
import type { Timers } from "./timers.ts";

export interface Workers {
  take(): Promise<void>;
  give(): void;
}

const mostInATurn = 250;

export function workers(most: number, { working }: Pick<Timers, "working">): Workers {
  let free = most;
  let begun = 0;
  const queue = new Set<() => void>();

  function beginNext(): void {
    for (const begin of queue) {
      if (free === 0 || begun === mostInATurn) return;
      queue.delete(begin);
      free--;
      if (++begun === mostInATurn) void working(rest);
      begin();
    }
  }

  async function rest(): Promise<void> {
    await nextTurn();
    begun = 0;
    beginNext();
  }

  return {
    async take() {
      const { promise, resolve } = Promise.withResolvers<void>();
      queue.add(resolve);
      beginNext();
      await promise;
    },
    give() {
      free++;
      beginNext();
    },
  };
}
