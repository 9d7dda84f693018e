// The methods of lists and tuples.

import { spend } from "../meter.ts";
import type { Methods } from "./bind.ts";
import { equals } from "./compare.ts";
import { listOf } from "./iterate.ts";
import { PythonError } from "./python-error.ts";
import { sorted } from "./sort.ts";
import { countOf, type Tuple } from "./values.ts";
import { isTrue } from "./compare.ts";

export const listMethods: Methods<unknown[]> = {
  append: ["/ item", (list, item) => (list.push(item), null)],
  extend: ["/ items", (list, items) => (list.push(...listOf(items)), null)],
  insert: [
    "/ index item",
    (list, index, item) => {
      list.splice(countOf(index, "the index"), 0, item);
      return null;
    },
  ],
  pop: [
    "/ index?",
    (list, index) => {
      const given = index === undefined ? -1 : countOf(index, "the index");
      const at = given < 0 ? given + list.length : given;
      if (at < 0 || at >= list.length) throw new PythonError("the list has no item there to pop");
      return list.splice(at, 1)[0];
    },
  ],
  remove: [
    "/ item",
    (list, item) => {
      const at = list.findIndex((each) => equals(each, item));
      if (at === -1) throw new PythonError("the item is not in the list");
      list.splice(at, 1);
      return null;
    },
  ],
  clear: ["", (list) => (list.splice(0), null)],
  copy: ["", (list) => (spend(list.length), [...list])],
  reverse: ["", (list) => (list.splice(0, list.length, ...list.toReversed()), null)],
  sort: [
    "* key? reverse?",
    (list, key, reverse) => {
      if (key !== undefined && key !== null)
        throw new PythonError("sort(key=…) is not supported here; use the filter sort");
      list.splice(0, list.length, ...sorted(list, (item) => item, reverse !== undefined && isTrue(reverse)));
      return null;
    },
  ],
  count: ["/ item", (list, item) => BigInt(list.filter((each) => equals(each, item)).length)],
  index: ["/ item from? to?", indexIn],
};

export const tupleMethods: Methods<Tuple> = {
  count: ["/ item", ({ items }, item) => BigInt(items.filter((each) => equals(each, item)).length)],
  index: ["/ item from? to?", ({ items }, ...args) => indexIn(items, ...args)],
};

function indexIn(items: readonly unknown[], item?: unknown, from?: unknown, to?: unknown): bigint {
  const bound = (given: unknown, otherwise: number) => {
    if (given === undefined) return otherwise;
    const number = countOf(given, "the index");
    return number < 0 ? Math.max(0, number + items.length) : number;
  };
  const [start, end] = [bound(from, 0), bound(to, items.length)];
  const at = items.findIndex((each, index) => index >= start && index < end && equals(each, item));
  if (at === -1) throw new PythonError("the item is not there");
  return BigInt(at);
}
