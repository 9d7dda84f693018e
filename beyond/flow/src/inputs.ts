// The arguments of a call: it waits for the futures and states among them, anywhere in lists and plain objects, and puts
// their results in their place. If one of them did not complete, the call is not made.

import { Future } from "./future.ts";
import { State } from "./state.ts";

/** An argument of `map` that every call gets whole. */
export class Unmapped<Value> {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}

/** An argument that may fail: then the call is made with the error in its place. */
export class AllowFailure<Value> {
  readonly value: Future<Value> | State<Value>;

  constructor(value: Future<Value> | State<Value>) {
    this.value = value;
  }
}

export function unmapped<Value>(value: Value): Unmapped<Value> {
  return new Unmapped(value);
}

export function allowFailure<Value>(value: Future<Value> | State<Value>): AllowFailure<Value> {
  return new AllowFailure(value);
}

export interface Inputs {
  readonly values: readonly unknown[];
  /** The keys of the runs that had to end first. */
  readonly upstream: readonly string[];
  /** The one of them that did not complete; null if the call can be made. */
  readonly missing: string | null;
}

export async function resolveInputs(
  given: readonly unknown[],
  waitFor: readonly unknown[],
  originOf: (value: object) => string | undefined,
): Promise<Inputs> {
  if (![...given, ...waitFor].some(isObject)) return { values: given, upstream: [], missing: null };
  const upstream = new Set<string>();
  const waiting = new Set<Future>();
  visit([given, waitFor], (each) => {
    const inner = each instanceof AllowFailure ? each.value : each;
    if (inner instanceof Future) waiting.add(inner);
    const key = inner instanceof Future ? inner.key : inner instanceof State ? inner.of : originOf(inner);
    if (key !== null && key !== undefined) upstream.add(key);
  });
  for (const future of waiting) await future.wait();
  let missing: string | null = null;
  const resolve = (each: object): unknown => {
    const isAllowed = each instanceof AllowFailure;
    const inner = isAllowed ? each.value : each;
    const state = inner instanceof Future ? inner.state : inner;
    if (!(state instanceof State)) return each;
    if (state.type === "COMPLETED") return state.data;
    if (isAllowed && state.isFinal) return state.result({ raiseOnFailure: false });
    missing ??= inner instanceof Future ? inner.key : (state.of ?? state.name);
    return undefined;
  };
  replace(waitFor, resolve);
  const values = replace(given, resolve) as readonly unknown[];
  return { values, upstream: [...upstream], missing };
}

/** Puts states in place of futures, in what a flow or a task returns. */
export async function resolveReturned(returned: unknown): Promise<unknown> {
  if (!isObject(returned)) return returned;
  const futures = new Set<Future>();
  visit(returned, (each) => {
    if (each instanceof Future) futures.add(each);
  });
  if (futures.size === 0) return returned;
  for (const future of futures) await future.wait();
  return replace(returned, (each) => (each instanceof Future ? each.state : each));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isContainer(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function visit(value: unknown, see: (each: object) => void, seen = new Set<object>()): void {
  if (!isObject(value) || seen.has(value)) return;
  seen.add(value);
  see(value);
  if (isContainer(value)) for (const each of Object.values(value)) visit(each, see, seen);
}

/** Copies only if something is replaced; otherwise the call gets the caller's own values. */
function replace(value: unknown, by: (each: object) => unknown, seen = new Set<object>()): unknown {
  if (!isObject(value) || seen.has(value)) return value;
  const replaced = by(value);
  if (replaced !== value || !isContainer(value)) return replaced;
  const inner = new Set(seen).add(value);
  const entries = Object.entries(value).map(([name, each]) => [name, replace(each, by, inner)] as const);
  if (entries.every(([name, each]) => each === (value as Record<string, unknown>)[name])) return value;
  return Array.isArray(value) ? entries.map(([, each]) => each) : Object.fromEntries(entries);
}
