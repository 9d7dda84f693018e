// Waits on the engine's clock. Simulated time jumps to the earliest of them as soon as no task is at work.

import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "@daglings/engine";

export interface Timers {
  /** Waits until then, or until the signal aborts; in that case it throws the reason. */
  readonly sleep: (until: number, signal: AbortSignal) => Promise<void>;
  /** While `work` is under way, simulated time stands still. */
  readonly working: <T>(work: () => Promise<T>) => Promise<T>;
  /** While a working task waits for `work`, it does nothing itself. */
  readonly resting: <T>(work: () => Promise<T>) => Promise<T>;
}

interface Sleeper {
  readonly at: number;
  readonly ring: () => void;
}

export function timers(clock: Clock): Timers {
  const sleepers = new Set<Sleeper>();
  let underWay = 0;
  let wake = () => {};
  let isWatching = false;

  async function watch(): Promise<void> {
    isWatching = true;
    while (sleepers.size > 0) {
      // Code that has just stopped waiting goes on first, and may begin something else.
      if (clock.isSimulated) await nextTurn();
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      const until = [...sleepers].reduce((earliest, { at }) => Math.min(earliest, at), Infinity);
      await clock.wait({ until, underWay: underWay > 0, wake: promise });
      const now = clock.now();
      for (const sleeper of [...sleepers].filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at)) {
        sleepers.delete(sleeper);
        sleeper.ring();
      }
    }
    isWatching = false;
  }

  async function counted<T>(workers: 1 | -1, work: () => Promise<T>): Promise<T> {
    const count = (change: number) => {
      underWay += change;
      if (underWay === 0) wake();
    };
    count(workers);
    try {
      return await work();
    } finally {
      count(-workers);
    }
  }

  return {
    async sleep(until, signal) {
      signal.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const sleeper = { at: until, ring: resolve };
      const abort = () => {
        sleepers.delete(sleeper);
        wake();
        reject(signal.reason);
      };
      signal.addEventListener("abort", abort, { once: true });
      sleepers.add(sleeper);
      wake();
      if (!isWatching) void watch();
      try {
        await promise;
      } finally {
        signal.removeEventListener("abort", abort);
      }
    },
    // Real time goes on by itself.
    working: (work) => (clock.isSimulated ? counted(1, work) : work()),
    resting: (work) => (clock.isSimulated ? counted(-1, work) : work()),
  };
}
