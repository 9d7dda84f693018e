// `loop` within a for: how far it is, and what comes before and after.

import { equals } from "../python/compare.ts";
import { iterate, lengthOf, listOf } from "../python/iterate.ts";
import { PythonError } from "../python/python-error.ts";
import { Callable, Generated, PythonValue, Undefined } from "../python/values.ts";

const none = Symbol("no item");

export class Loop extends PythonValue {
  readonly typeName = "LoopContext";
  readonly #source: unknown;
  readonly #items: Iterator<unknown>;
  readonly #depth: number;
  #index = -1;
  #before: unknown = none;
  #current: unknown = none;
  /** What has been read ahead. */
  #next: unknown = none;
  #isRead = false;
  #length: number | null = null;
  #lastSeen: readonly unknown[] | null = null;

  /** `loop(children)`, where the loop is recursive. */
  readonly call: ((items: unknown) => string) | null;

  constructor(source: unknown, depth: number, call: ((items: unknown) => string) | null) {
    super();
    this.call = call;
    // An iterator can be read only once, so its items are kept to be counted.
    this.#source = source instanceof Generated ? listOf(source) : source;
    this.#items = iterate(this.#source);
    this.#depth = depth;
  }

  /** The next item; false when there is none. */
  advance(): boolean {
    const next = this.#peek();
    if (next === none) return false;
    this.#before = this.#current;
    this.#current = next;
    this.#isRead = false;
    this.#index++;
    return true;
  }

  get current(): unknown {
    return this.#current;
  }

  #peek(): unknown {
    if (this.#isRead) return this.#next;
    const result: IteratorResult<unknown> = this.#items.next();
    this.#next = result.done ? none : result.value;
    this.#isRead = true;
    return this.#next;
  }

  get length(): number {
    return (this.#length ??= lengthOf(this.#source));
  }

  attribute(name: string): unknown {
    const index = this.#index;
    switch (name) {
      case "index":
        return BigInt(index + 1);
      case "index0":
        return BigInt(index);
      case "length":
        return BigInt(this.length);
      case "revindex":
        return BigInt(this.length - index);
      case "revindex0":
        return BigInt(this.length - index - 1);
      case "first":
        return index === 0;
      case "last":
        return this.#peek() === none;
      case "previtem":
        return this.#before === none ? new Undefined("there is no previous item") : this.#before;
      case "nextitem":
        return this.#peek() === none ? new Undefined("there is no next item") : this.#peek();
      case "depth":
        return BigInt(this.#depth + 1);
      case "depth0":
        return BigInt(this.#depth);
      case "cycle":
        return new Callable("cycle", ({ positional }) => {
          if (positional.length === 0) throw new PythonError("cycle needs one item at least");
          return positional[index % positional.length];
        });
      case "changed":
        return new Callable("changed", ({ positional }) => {
          const last = this.#lastSeen;
          this.#lastSeen = positional;
          return (
            last === null ||
            last.length !== positional.length ||
            positional.some((item, at) => !equals(item, last[at]))
          );
        });
      default:
        return undefined;
    }
  }

  str(): string {
    return `<LoopContext ${this.#index + 1}/${this.length}>`;
  }
}
