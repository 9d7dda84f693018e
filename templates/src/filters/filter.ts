// What a filter and a test are.

import type { Signature } from "../python/bind.ts";

/** What a filter can ask of the rendering that it belongs to. */
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

/** A signature without the value itself, and the function; or, of one with any arguments, the function alone. */
export type Filter =
  | readonly [Signature, (value: unknown, ...args: unknown[]) => unknown]
  | ((value: unknown, args: readonly unknown[], named: ReadonlyMap<string, unknown>, host: Host) => unknown);

export type Filters = Readonly<Record<string, Filter>>;
