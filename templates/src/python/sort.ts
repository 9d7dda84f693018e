// Python's order: stable, and an error where two values have none.

import { spend } from "../meter.ts";
import { compare } from "./compare.ts";

export function sorted<T>(items: Iterable<T>, key: (item: T) => unknown, reverse = false): T[] {
  const keyed = Array.from(items, (item) => ({ item, by: key(item) }));
  spend(keyed.length);
  const order = keyed.toSorted((a, b) => (reverse ? compare(b.by, a.by) : compare(a.by, b.by)) || 0);
  return order.map(({ item }) => item);
}
