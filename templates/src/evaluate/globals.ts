// What every template has besides its variables.

import { callable } from "../python/bind.ts";
import { Dict } from "../python/dict.ts";
import { pairsOf } from "../python/dict-methods.ts";
import { PythonError } from "../python/python-error.ts";
import { Callable, countOf, Namespace, PythonValue, Range } from "../python/values.ts";

const longestRange = 100_000;

const range = callable("range", "/ start stop? step?", (start, stop, step) => {
  const bound = (value: unknown, what: string) => BigInt(countOf(value, what));
  const [from, to] =
    stop === undefined ? [0n, bound(start, "the end")] : [bound(start, "the start"), bound(stop, "the end")];
  const by = step === undefined ? 1n : bound(step, "the step");
  if (by === 0n) throw new PythonError("the step of a range cannot be 0");
  const result = new Range(from, to, by);
  if (result.length > longestRange) throw new PythonError(`a range has ${longestRange} items at most`);
  return result;
});

function makeDict({
  positional,
  named,
}: {
  positional: readonly unknown[];
  named: ReadonlyMap<string, unknown>;
}): Dict {
  const [source, ...more] = positional;
  if (more.length > 0) throw new PythonError("dict takes one argument, or values by name");
  return new Dict([...(source === undefined ? [] : pairsOf(source)), ...named]);
}

const namespace = new Callable("namespace", (call) => {
  const result = new Namespace();
  for (const [key, value] of makeDict(call).entries()) result.values.set(String(key), value);
  return result;
});

/** `cycler("odd", "even")`: goes round. */
class Cycler extends PythonValue {
  readonly typeName = "Cycler";
  readonly #items: readonly unknown[];
  #position = 0;

  constructor(items: readonly unknown[]) {
    super();
    if (items.length === 0) throw new PythonError("cycler needs one item at least");
    this.#items = items;
  }

  attribute(name: string): unknown {
    if (name === "current") return this.#items[this.#position];
    if (name === "next") {
      return callable(name, "", () => {
        const item = this.#items[this.#position];
        this.#position = (this.#position + 1) % this.#items.length;
        return item;
      });
    }
    if (name !== "reset") return undefined;
    return callable(name, "", () => {
      this.#position = 0;
      return null;
    });
  }

  str(): string {
    throw new PythonError("a cycler prints only an address in memory; print its next()");
  }
}

/** `joiner(", ")`: nothing the first time, then the separator. */
const joiner = callable("joiner", "sep?", (separator) => {
  let isUsed = false;
  return callable("the joiner", "", () => {
    const result = isUsed ? (separator ?? ", ") : "";
    isUsed = true;
    return result;
  });
});

const missing = (name: string) =>
  new Callable(name, () => {
    throw new PythonError(`${name} is not supported here`);
  });

export const globals: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["range", range],
  ["dict", new Callable("dict", makeDict)],
  ["namespace", namespace],
  ["cycler", new Callable("cycler", (call) => new Cycler(call.positional))],
  ["joiner", joiner],
  ["lipsum", missing("lipsum")],
]);
