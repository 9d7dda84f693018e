// What a version leaves in its own process, and the next experiment there must not find: global names and environment
// variables.

import process from "node:process";

/** Remembers the present state. The function that it returns restores it. */
export function rememberSlate(): () => void {
  const variables = { ...process.env };
  const globals = Object.entries(Object.getOwnPropertyDescriptors(globalThis));
  return () => {
    for (const name of Object.keys(process.env))
      if (!Object.hasOwn(variables, name)) delete process.env[name];
    Object.assign(process.env, variables);
    const known = new Set(globals.map(([name]) => name));
    // Libraries keep what is theirs under symbols, and are not loaded again.
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      if (!known.has(name)) Reflect.deleteProperty(globalThis, name);
    }
    for (const [name, as] of globals) Reflect.defineProperty(globalThis, name, as);
  };
}
