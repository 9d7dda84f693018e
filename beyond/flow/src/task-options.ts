// The options of a task, and what they mean.

import { checkKeys, parseDelay, show, UsageError, type DurationInput } from "@daglings/words";

/** The delays before the first retry, the second, and so on, for this number of retries. */
export type Backoff = (retries: number) => readonly DurationInput[];

export interface TaskOptions<Args extends readonly unknown[] = readonly unknown[]> {
  /** Default: the name of the function, or of the constant that the task is assigned to. */
  readonly name?: string;
  /** How often a failed try is repeated. Default 0. */
  readonly retries?: number;
  /** Before each retry; the last one in a list repeats. */
  readonly retryDelay?: DurationInput | readonly DurationInput[] | Backoff;
  /** 0.5: each delay is between two thirds and one and a half times what it would be. */
  readonly retryJitterFactor?: number;
  /** Return false for no retry. It gets the error, and the number of tries so far. */
  readonly retryCondition?: (error: Error, tries: number) => boolean | Promise<boolean>;
  /** The time limit of each try, in real time. */
  readonly timeout?: DurationInput;
  /** Calls with the same key share one result, across all tasks and runs. null: this call shares nothing. */
  readonly cacheKey?: (...args: Args) => string | null;
  /** Default: for ever. */
  readonly cacheExpiration?: DurationInput;
  /** Futures that must have completed first, though the function does not need their results. */
  readonly waitFor?: readonly unknown[];
}

export interface TaskSettings {
  readonly retries: number;
  readonly delays: readonly number[];
  readonly jitter: number;
  readonly condition: (error: Error, tries: number) => boolean | Promise<boolean>;
  readonly timeout: number | null;
  readonly cacheKey: ((...args: readonly unknown[]) => string | null) | null;
  readonly cacheExpiration: number | null;
  readonly waitFor: readonly unknown[];
}

const known = [
  "name",
  "retries",
  "retryDelay",
  "retryJitterFactor",
  "retryCondition",
  "timeout",
  "cacheKey",
  "cacheExpiration",
  "waitFor",
];

export function readTaskOptions(options: TaskOptions<never>): TaskSettings {
  checkKeys(options, known);
  const retries = count(options.retries ?? 0, "retries", 0);
  const jitter = options.retryJitterFactor ?? 0;
  if (!(jitter >= 0 && jitter <= 10)) {
    throw new UsageError(`retryJitterFactor is ${show(jitter)}; it must be a number from 0 to 10`);
  }
  return {
    retries,
    delays: readDelays(options.retryDelay, retries),
    jitter,
    condition: options.retryCondition ?? (() => true),
    timeout: options.timeout === undefined ? null : parseDelay(options.timeout, "timeout"),
    cacheKey: (options.cacheKey as TaskSettings["cacheKey"] | undefined) ?? null,
    cacheExpiration:
      options.cacheExpiration === undefined ? null : parseDelay(options.cacheExpiration, "cacheExpiration"),
    waitFor: options.waitFor ?? [],
  };
}

/** A program without types may return anything. */
export function readCacheKey(key: unknown): string | null {
  if (key === undefined || key === null) return null;
  if (typeof key === "string") return key;
  throw new UsageError(`cacheKey returned ${show(key)}; return a text, or null for no caching`);
}

export function readDelays(given: TaskOptions["retryDelay"] = { seconds: 0 }, retries: number): number[] {
  const delays = typeof given === "function" ? given(retries) : given;
  const list = isList(delays) ? delays : [delays];
  if (list.length === 0 && retries > 0) {
    throw new UsageError("retryDelay is an empty list; leave it out, or name a delay");
  }
  return list.map((each, index) => parseDelay(each, isList(delays) ? `retryDelay[${index}]` : "retryDelay"));
}

function isList(value: DurationInput | readonly DurationInput[]): value is readonly DurationInput[] {
  return Array.isArray(value);
}

export function count(value: unknown, option: string, least: number): number {
  if (Number.isSafeInteger(value) && Number(value) >= least) return Number(value);
  throw new UsageError(`${option} is ${show(value)}; it must be a whole number, ${least} or more`);
}

/** Twice as long before each retry: `exponentialBackoff({ seconds: 10 })` waits 10, 20, 40 seconds. */
export function exponentialBackoff(first: DurationInput): Backoff {
  const length = parseDelay(first, "exponentialBackoff");
  return (retries) => Array.from({ length: retries }, (_, index) => ({ milliseconds: length * 2 ** index }));
}
