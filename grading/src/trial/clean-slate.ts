// What a version leaves in its own process, and the next experiment there must not find: global names and environment
// variables.

import process from "node:process";

/** Node loads what these are when they are first read, and that takes as long as the engine: they are left as they are. */
const loadedWhenRead = new Set([
  "CloseEvent",
  "CompressionStream",
  "DecompressionStream",
  "ErrorEvent",
  "EventSource",
  "FormData",
  "Headers",
  "MessageEvent",
  "Request",
  "Response",
  "WebSocket",
]);

/** Remembers the present state. The function that it returns restores it. */
export function rememberSlate(): () => void {
  const variables = { ...process.env };
  const known = new Set(Object.getOwnPropertyNames(globalThis));
  const globals = [...known]
    .filter((name) => !loadedWhenRead.has(name))
    .map((name) => [name, Reflect.getOwnPropertyDescriptor(globalThis, name) ?? {}] as const);
  return () => {
    for (const name of Object.keys(process.env))
      if (!Object.hasOwn(variables, name)) delete process.env[name];
    Object.assign(process.env, variables);
    // Libraries keep what is theirs under symbols, and are not loaded again.
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      if (!known.has(name)) Reflect.deleteProperty(globalThis, name);
    }
    for (const [name, as] of globals) Reflect.defineProperty(globalThis, name, as);
  };
}
