// Ends this process if its one thread does not come back: a task that loops for ever blocks everything, even Ctrl-C.

import { url as inspectorUrl } from "node:inspector";
import { Worker } from "node:worker_threads";

export interface LoopGuard {
  /** What is under way now, for the message. */
  readonly note: (what: string) => void;
  readonly stop: () => void;
}

export interface GuardOptions {
  readonly command: string;
  /** Real milliseconds without a sign of life. */
  readonly longest?: number;
}

export interface GuardOrder {
  readonly beats: Int32Array<SharedArrayBuffer>;
  readonly command: string;
  readonly longest: number;
}

/** In real milliseconds. */
const beatEvery = 200;

export function guardAgainstLoops({ command, longest = 20_000 }: GuardOptions): LoopGuard {
  // Stopped in a debugger is not the same as looping.
  if (inspectorUrl() !== undefined) return { note: () => {}, stop: () => {} };
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const order: GuardOrder = { beats, command, longest };
  const worker = new Worker(new URL("./loop-guard-worker.js", import.meta.url), { workerData: order });
  worker.unref();
  const timer = setInterval(() => {
    Atomics.add(beats, 0, 1);
    Atomics.notify(beats, 0);
  }, beatEvery);
  timer.unref();
  return {
    note: (what) => worker.postMessage(what, []),
    stop() {
      clearInterval(timer);
      void worker.terminate();
    },
  };
}
