// The errors that a caller can act on, besides the UsageError of the words. Everything else is a plain Error with its
// cause.

import { show } from "@daglings/words";
import type { Lease } from "./ports.ts";
import { isReadableError } from "./readable-error.ts";

/** The machine, or a file on it, is not as needed: bash is missing, the store is not a database. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/** Another scheduler works on the store. To take over from it, try again later. */
export class LeaseHeldError extends EnvironmentError {
  readonly held: Lease;

  constructor(message: string, held: Lease) {
    super(message);
    this.held = held;
  }
}

/** Another scheduler has taken over the store. What was not committed by then is lost; the other one goes on. */
export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError";
}

/** Thrown by a task: fail now, without another try. Airflow's AirflowFailException. */
export class NonRetryableError extends Error {
  override readonly name = "NonRetryableError";
}

/** Thrown by a task: this task is skipped. Airflow's AirflowSkipException. */
export class SkipError extends Error {
  override readonly name = "SkipError";
}

/** An attempt ran longer than its task's executionTimeout. */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

/** What was thrown, as an Error: JavaScript lets a callable throw anything. */
export function asError(thrown: unknown): Error {
  if (isReadableError(thrown)) return thrown;
  const advice = `write throw new Error("…")`;
  return new Error(`threw ${show(thrown)}, which is not an Error; ${advice}`, { cause: thrown });
}
