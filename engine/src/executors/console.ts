// While a task runs in the scheduler's own process, what it prints with console goes to its attempt's log.

import { AsyncLocalStorage } from "node:async_hooks";
import { format } from "node:util";

const currentLog = new AsyncLocalStorage<(line: string) => void>();
const methods = ["log", "info", "warn", "error", "debug"] as const;
let isWired = false;

export function withConsole<T>(log: (line: string) => void, work: () => T): T {
  if (!isWired) wire();
  return currentLog.run(log, work);
}

/** What `work` prints is the engine's own output, not an attempt's. */
export function outsideAttempts(work: () => void): void {
  currentLog.exit(work);
}

function wire(): void {
  isWired = true;
  for (const method of methods) {
    const print = console[method].bind(console);
    console[method] = (...values: unknown[]) => {
      const log = currentLog.getStore();
      if (log) log(format(...values));
      else print(...values);
    };
  }
}
