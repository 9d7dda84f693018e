// What beyond/flow uses of Node and of the engine, as the sandbox has it.

import { AsyncLocalStorage as Storage, condition, uuid4 } from "@temporalio/workflow";
import { sha1 } from "@daglings/engine/core";
import { show } from "@daglings/words";

export { asError, TimeoutError } from "@daglings/engine/errors";

interface Statics {
  snapshot(): <T>(work: () => T) => T;
  bind<Fn extends (...args: never[]) => unknown>(fn: Fn): Fn;
}

/** Temporal's sandbox has Node's own. */
export const AsyncLocalStorage = Storage as typeof Storage & Statics;

/** Work that goes on in the context in which it was made. */
export class AsyncResource {
  static readonly bind = AsyncLocalStorage.bind.bind(AsyncLocalStorage);
  readonly runInAsyncScope = AsyncLocalStorage.snapshot();
}

/** The next turn of the event loop: Temporal looks at conditions when no other code can go on. */
export async function setImmediate(): Promise<void> {
  await Promise.resolve();
  let looks = 0;
  await condition(() => ++looks > 1);
}

/** Spreads delays, and tells arguments apart: any hash does. */
export function hash(_: string, text: string): string {
  return sha1(text);
}

export const randomUUID = uuid4;

/** What a flow prints goes into its log. */
export function withConsole<T>(log: (line: string) => void, work: () => T): T {
  const print = (...values: unknown[]) =>
    log(values.map((value) => (typeof value === "string" ? value : show(value))).join(" "));
  globalThis.console = { ...console, log: print, info: print, warn: print, error: print, debug: print };
  return work();
}

export function openLog() {
  return { write() {}, close() {} };
}

export function makeMask() {
  return (text: string) => text;
}

/** A flow runs on no process in particular: its worker may change. */
export function thisProcess() {
  return { host: "", pid: 0, process: "", boot: "" };
}

export function hasEnded() {
  return false;
}
