// From a state to plain data that can travel, and back.

import { keep, State, type Kept } from "@daglings/flow";
import { UsageError } from "@daglings/words";
import type { End, Sent, SentError } from "./messages.ts";

/** Refuses what would arrive as something else. `whose`: what the message begins with. */
export function keptOf(value: unknown, whose: string): Kept {
  const kept = keep(value);
  if (kept) return kept;
  throw new UsageError(
    `${whose} something that JSON does not keep as it is, such as a Map, or undefined within an object; on Temporal it travels between machines: use plain objects, lists, texts and numbers`,
  );
}

export function endOf(state: State, whose: string): End {
  const { type, name, message } = state;
  if (type === "COMPLETED") return { type, name, message, result: keptOf(state.data, whose), error: null };
  const error = state.result({ raiseOnFailure: false });
  const { name: kind, message: text } = error instanceof Error ? error : new Error(String(error));
  return { type, name, message, result: null, error: { name: kind, message: text } };
}

/** `of`: the run whose state this is; null: it decides for the run that returns it. */
export function stateFrom({ type, name, message, result, error }: End, of: string | null): State {
  return new State({ type, name, message, data: error ? errorFrom(error) : result?.value, of });
}

/** An argument of a task. */
export function sentOf(value: unknown, whose: string): Sent {
  return value instanceof Error
    ? { error: { name: value.name, message: value.message } }
    : keptOf(value, whose);
}

export function receivedFrom(sent: Sent): unknown {
  return "error" in sent ? errorFrom(sent.error) : sent.value;
}

export function errorFrom({ name, message }: SentError): Error {
  return Object.defineProperty(new Error(message), "name", { value: name });
}
