// Objects whose fields are computed when they are read: most tasks and templates need few of many.

import { UsageError } from "@daglings/words";

/** How each field is computed from what the object is about. */
type LazyFields<T extends object, Subject> = {
  readonly [K in keyof T]: (subject: Subject) => T[K];
};

/** Not seen among the fields, but copied with them. */
const about = Symbol("about");

interface Made<Subject> {
  readonly [about]: Subject;
}

/**
 * Makes such objects. What computes the fields is made once for all of them: a context has forty, and an attempt mostly
 * reads none. A `missing` field cannot be seen; reading it all the same throws an error that says why.
 */
export function lazily<T extends object, Subject>(
  fields: LazyFields<T, Subject>,
): (subject: Subject, missing?: ReadonlyMap<string, string>) => T {
  const readers = Object.entries<(subject: Subject) => unknown>(fields).map(([name, compute]) => {
    const get = function (this: Made<Subject>) {
      return compute(this[about]);
    };
    return [name, { get, enumerable: true, configurable: true }] as const;
  });
  return (subject, missing = nothing) => {
    const object = Object.defineProperty({}, about, { value: subject });
    for (const [name, reader] of readers) {
      const why = missing.get(name);
      Object.defineProperty(object, name, why === undefined ? reader : refusal(why));
    }
    return object as T;
  };
}

const nothing: ReadonlyMap<string, string> = new Map();

function refusal(why: string): PropertyDescriptor {
  const get = () => {
    throw new UsageError(why);
  };
  return { get, enumerable: false, configurable: true };
}
