/** An object whose fields are computed when they are read: most tasks and templates need few of many. */
export function lazily<T extends object>(fields: { readonly [K in keyof T]: () => T[K] }): T {
  const object: object = {};
  for (const [name, get] of Object.entries<() => unknown>(fields)) {
    Object.defineProperty(object, name, { get, enumerable: true, configurable: true });
  }
  return object as T;
}
