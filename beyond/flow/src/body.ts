// From a flow, as users see it, to the code that carries it out.

import type { FlowBody } from "./flow-run.ts";

const bodies = new WeakMap<object, FlowBody>();

export function enterBody(flow: object, body: FlowBody): void {
  bodies.set(flow, body);
}

/** Null if it is not a flow. */
export function bodyOf(value: unknown): FlowBody | null {
  return typeof value === "function" ? (bodies.get(value) ?? null) : null;
}
