// Python's dict: in the order in which keys came, and with keys that are equal as Python says.

import { PythonError } from "./python-error.ts";
import { defined, Markup, PythonValue, Tuple, typeName } from "./values.ts";

export class Dict {
  readonly #entries = new Map<string, [key: unknown, value: unknown]>();

  constructor(entries: Iterable<readonly [unknown, unknown]> = []) {
    for (const [key, value] of entries) this.set(key, value);
  }

  get size(): number {
    return this.#entries.size;
  }

  has(key: unknown): boolean {
    return this.#entries.has(hashOf(key));
  }

  get(key: unknown): unknown {
    return this.#entries.get(hashOf(key))?.[1];
  }

  set(key: unknown, value: unknown): void {
    const hash = hashOf(key);
    const entry = this.#entries.get(hash);
    if (entry) entry[1] = value;
    else this.#entries.set(hash, [key, value]);
  }

  delete(key: unknown): void {
    this.#entries.delete(hashOf(key));
  }

  clear(): void {
    this.#entries.clear();
  }

  keys(): unknown[] {
    return this.entries().map(([key]) => key);
  }

  values(): unknown[] {
    return this.entries().map(([, value]) => value);
  }

  entries(): (readonly [unknown, unknown])[] {
    return [...this.#entries.values()];
  }
}

/** What `keys()`, `values()` and `items()` give: it follows the dict. */
export class DictView {
  readonly dict: Dict;
  readonly kind: "keys" | "values" | "items";

  constructor(dict: Dict, kind: "keys" | "values" | "items") {
    this.dict = dict;
    this.kind = kind;
  }

  get values(): unknown[] {
    if (this.kind === "items") return this.dict.entries().map((entry) => new Tuple(entry));
    return this.kind === "keys" ? this.dict.keys() : this.dict.values();
  }
}

/** A text that equal keys share: 1, 1.0 and True are equal. */
export function hashOf(key: unknown): string {
  const value = defined(key);
  if (typeof value === "string") return `s${value}`;
  if (value instanceof Markup) return `s${value.text}`;
  if (typeof value === "bigint") return `n${value}`;
  if (typeof value === "boolean") return `n${Number(value)}`;
  if (typeof value === "number") return Number.isInteger(value) ? `n${BigInt(value)}` : `n${value}`;
  if (value === null) return "None";
  if (value instanceof Tuple) return `t${JSON.stringify(value.items.map(hashOf))}`;
  const own = value instanceof PythonValue ? value.key() : null;
  if (own === null) throw new PythonError(`a ${nameOf(value)} cannot be a key or be looked for among keys`);
  return own;
}

function nameOf(value: unknown): string {
  return value instanceof Dict ? "dict" : typeName(value);
}
