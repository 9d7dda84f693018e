// The methods of dicts.

import type { Methods } from "./bind.ts";
import { Dict, DictView } from "./dict.ts";
import { listOf } from "./iterate.ts";
import { PythonError } from "./python-error.ts";
import { Tuple } from "./values.ts";

export const dictMethods: Methods<Dict> = {
  get: ["/ key default?", (dict, key, otherwise) => (dict.has(key) ? dict.get(key) : (otherwise ?? null))],
  keys: ["", (dict) => new DictView(dict, "keys")],
  values: ["", (dict) => new DictView(dict, "values")],
  items: ["", (dict) => new DictView(dict, "items")],
  copy: ["", (dict) => new Dict(dict.entries())],
  clear: ["", (dict) => (dict.clear(), null)],
  pop: [
    "/ key default?",
    (dict, key, otherwise) => {
      if (!dict.has(key)) {
        if (otherwise !== undefined) return otherwise;
        throw new PythonError("the dict has no such key to pop");
      }
      const value = dict.get(key);
      dict.delete(key);
      return value;
    },
  ],
  popitem: [
    "",
    (dict) => {
      const last = dict.entries().at(-1);
      if (!last) throw new PythonError("the dict has nothing to pop");
      dict.delete(last[0]);
      return new Tuple(last);
    },
  ],
  setdefault: [
    "/ key default?",
    (dict, key, otherwise) => {
      if (!dict.has(key)) dict.set(key, otherwise ?? null);
      return dict.get(key);
    },
  ],
  update: (dict, { positional, named }) => {
    if (positional.length > 1) throw new PythonError("update takes one dict, or values by name");
    for (const other of positional) for (const [key, value] of pairsOf(other)) dict.set(key, value);
    for (const [key, value] of named) dict.set(key, value);
    return null;
  },
};

/** The pairs of a dict, or of a list of pairs. */
export function pairsOf(value: unknown): (readonly [unknown, unknown])[] {
  if (value instanceof Dict) return value.entries();
  return listOf(value).map((pair) => {
    const [key, item, ...more] = listOf(pair);
    if (item === undefined || more.length > 0) throw new PythonError("a dict is made of pairs");
    return [key, item];
  });
}
