// Objects whose fields are computed when they are read: most tasks and templates need few of many.

import { UsageError } from "@daglings/words";

export type LazyFields<T extends object> = { readonly [K in keyof T]: () => T[K] };

/** A `missing` field cannot be seen; reading it all the same throws an error that says why. */
export function lazily<T extends object>(
  fields: LazyFields<T>,
  missing: ReadonlyMap<string, string> = new Map(),
): T {
  const object: object = {};
  for (const [name, get] of Object.entries<() => unknown>(fields)) {
    const why = missing.get(name);
    const isThere = why === undefined;
    const read = isThere ? get : () => refuse(why);
    Object.defineProperty(object, name, { get: read, enumerable: isThere, configurable: true });
  }
  return object as T;
}

function refuse(why: string): never {
  throw new UsageError(why);
}
