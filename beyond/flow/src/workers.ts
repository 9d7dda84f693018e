// How many submitted tasks of a flow may be under way at once: first come, first served. A task keeps its place while it
// waits for others or for its next try, as in Prefect's pool of threads. Whatever the limit, only some begin in one turn of
// the event loop: if there are thousands of quick ones, the first have ended, and hold no memory, when the last begin.

import { setImmediate as nextTurn } from "node:timers/promises";
import type { Timers } from "./timers.ts";

export interface Workers {
  submit(work: Work): void;
}

export interface Work {
  /** Resolves when it has ended. Never throws. */
  begin(): Promise<void>;
}

const mostInATurn = 25;

export function workers(most: number, { working }: Pick<Timers, "working">): Workers {
  let free = most;
  let begun = 0;
  let queue: (Work | undefined)[] = [];
  let next = 0;

  function beginNext(): void {
    while (next < queue.length && free > 0 && begun < mostInATurn) {
      const work = queue[next];
      queue[next++] = undefined;
      free--;
      if (++begun === mostInATurn) void working(rest);
      void work?.begin().then(give);
    }
    if (next === queue.length) [queue, next] = [[], 0];
  }

  async function rest(): Promise<void> {
    await nextTurn();
    begun = 0;
    beginNext();
  }

  function give(): void {
    free++;
    beginNext();
  }

  return {
    submit(work) {
      queue.push(work);
      beginNext();
    },
  };
}
