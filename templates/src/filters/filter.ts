// What a filter and a test are.

import type { Signature } from "../python/bind.ts";

/** What a filter can ask the render that it is part of. */
export interface Host {
  /** Another filter or test by name, with its further arguments. */
  filter(
    name: unknown,
    value: unknown,
    args: readonly unknown[],
    named: ReadonlyMap<string, unknown>,
  ): unknown;
  test(name: unknown, value: unknown, args: readonly unknown[]): boolean;
}

/** A signature without the value itself, and the function; if it takes any arguments, the function alone. */
export type Filter =
  | readonly [Signature, (value: unknown, ...args: unknown[]) => unknown]
  | ((value: unknown, args: readonly unknown[], named: ReadonlyMap<string, unknown>, host: Host) => unknown);

export type Filters = Readonly<Record<string, Filter>>;
