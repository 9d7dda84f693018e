// What an attempt has thrown, as its outcome and as the last words of its log.

import { lineIn, UsageError } from "@daglings/words";
import type { Outcome } from "../core/events.ts";
import type { DAG } from "../dag.ts";
import { asError, EnvironmentError, NonRetryableError, SkipError, TimeoutError } from "../errors.ts";
import type { AttemptKey } from "../ports.ts";
import { cutText, longestLine } from "../processes/lines.ts";
import { StoppedError } from "./under-way.ts";

interface Thrown {
  readonly dag: DAG;
  readonly order: AttemptKey;
  /** Writes into the attempt's log a text that has been masked. */
  readonly log: (line: string) => void;
  /** Hides secrets. */
  readonly mask: (text: string) => string;
}

export function outcomeOf(thrown: unknown, { dag, order, log, mask }: Thrown): Outcome {
  const error = asError(thrown);
  if (error instanceof SkipError) {
    log(`Skipped: ${error.message}`);
    return { type: "skipped" };
  }
  const failed = (message: string) =>
    ({
      type: "failed",
      mayRetry: !(error instanceof NonRetryableError),
      error: errorText(message, mask),
    }) as const;
  if (error !== thrown) {
    const message = `${dag.place}: task "${order.taskId}": ${error.message}`;
    log(`Failed: ${message}`);
    return failed(message);
  }
  const isOurs = [UsageError, EnvironmentError, TimeoutError, StoppedError].some(
    (kind) => error instanceof kind,
  );
  const line = isOurs || dag.file === null ? undefined : lineIn(dag.file, error);
  const message = line === undefined ? error.message : `${error.message} (${line})`;
  const stack = cutText(error.stack ?? "", "a stack");
  log(isOurs ? `Failed: ${message}` : `Failed: ${message}\n${stack}`);
  return failed(message);
}

/** Short enough for a store and a screen. It is cut again after masking, so that half a secret never shows. */
function errorText(error: string, mask: (text: string) => string): string {
  return cutText(mask(error.slice(0, 2 * longestLine)), "an error");
}
