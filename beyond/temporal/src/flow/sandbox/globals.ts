// The global names that a flow's own code finds. Temporal replaces Date and Math.random, and turns timers into its own.

import { absent } from "./absent.ts";

/** What a replay cannot repeat. */
const forbidden = ["crypto", "fetch", "performance", "process", "setInterval"];

export function setGlobals(): void {
  for (const name of forbidden) Object.assign(globalThis, { [name]: absent(name) });
  globalThis.Temporal = Object.create(Temporal, {
    Now: { value: absent("Temporal.Now") },
  }) as typeof Temporal;
  Object.assign(globalThis, { AbortSignal: new AbortController().signal.constructor }); // it is there, without its name
  const { setTimeout: begin, clearTimeout: cancel } = globalThis;
  const waiting = new Set<unknown>();
  // Temporal would refuse to cancel a timer that has rung or that never was.
  const setTimer = (ring: (...args: unknown[]) => void, delay?: number, ...args: unknown[]) => {
    const timer = begin(() => {
      waiting.delete(timer);
      ring(...args);
    }, delay);
    waiting.add(timer);
    return timer;
  };
  const clearTimer = (timer: Parameters<typeof cancel>[0]) => {
    if (waiting.delete(timer)) cancel(timer);
  };
  Object.assign(globalThis, { setTimeout: setTimer, clearTimeout: clearTimer });
}
