// Asks the exchange over HTTP, with timeouts and with the retries that are worth it. The global fetch asks, which tests
// can intercept; an agent of undici's lies beneath it.

import { env } from "node:process";
import type { Dispatcher } from "undici";
import type { Shape } from "./answers.ts";
import { explainBreak, explainMalformed, explainRefusal, type Answer } from "./explain.ts";
import { waitBeforeRetry, type FailedTry, type RetryRules } from "./retry.ts";

/** All durations are milliseconds. */
export interface ClientOptions extends Partial<RetryRules> {
  /** Default: what BINANCE_URL says at the time of asking. */
  readonly url?: string;
  readonly connectTimeout?: number;
  /** For the answer to begin, and for each pause in it. */
  readonly answerTimeout?: number;
}

export interface CallOptions {
  /** When it is aborted, the request is given up. */
  readonly signal?: AbortSignal;
}

export type Query = Readonly<Record<string, string | number | undefined>>;

export class Requester {
  readonly #options: ClientOptions;
  #dispatcher: Promise<Dispatcher> | undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  async ask<T>(path: string, query: Query, shape: Shape<T>, { signal }: CallOptions = {}): Promise<T> {
    const url = urlOf(this.#options.url ?? env["BINANCE_URL"], path, query);
    const answer = await this.#fetch(url, signal);
    if (answer.status !== 200) throw explainRefusal(url, answer);
    return read(url, answer.text, shape);
  }

  async #fetch(url: URL, signal?: AbortSignal): Promise<Answer> {
    const dispatcher = await (this.#dispatcher ??= openDispatcher(this.#options));
    try {
      const options: object = { dispatcher, signal }; // the types of fetch know another version of undici
      const response = await fetch(url, options);
      const { status, headers } = response;
      return { status, retryAfter: headers.get("retry-after"), text: await response.text() };
    } catch (error) {
      signal?.throwIfAborted();
      throw explainBreak(url, error);
    }
  }

  async close(): Promise<void> {
    await (await this.#dispatcher)?.close();
    this.#dispatcher = undefined;
  }
}

function urlOf(base: string | undefined, path: string, query: Query): URL {
  if (base === undefined || !URL.canParse(base)) {
    const found = base === undefined ? "not set" : `"${base}", which is no URL`;
    const example = "http://127.0.0.1:8090 for the mock exchange, or https://api.binance.com";
    throw new Error(`BINANCE_URL is ${found}; write ${example}`);
  }
  const url = new URL(base.replace(/\/*$/, path));
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

function read<T>(url: URL, text: string, { expected, read: readShape }: Shape<T>): T {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (cause) {
    throw explainMalformed(url, text, expected, cause);
  }
  const value = readShape(answer);
  if (value === undefined) throw explainMalformed(url, text, expected);
  return value;
}

async function openDispatcher(options: ClientOptions): Promise<Dispatcher> {
  const {
    connectTimeout = 3000,
    answerTimeout = 5000,
    retries = 2,
    longestWait = longestWaitSet(),
  } = options;
  const { Agent, interceptors } = await import("undici"); // it takes a while to load: not before it is needed
  const agent = new Agent({
    connect: { timeout: connectTimeout },
    headersTimeout: answerTimeout,
    bodyTimeout: answerTimeout,
  });
  const retry = interceptors.retry({
    throwOnError: false, // the last answer is handed on: it says more than an error would
    retry: (error, { state }, callback) => {
      const wait = waitBeforeRetry(factsOf(error), state.counter, { retries, longestWait });
      return wait === null ? callback(error) : setTimeout(callback, wait, null);
    },
  });
  return agent.compose(retry);
}

/** Simulated time sets it low: there, real waiting brings nothing nearer. */
function longestWaitSet(): number {
  const text = env["BINANCE_LONGEST_WAIT"] ?? "5000";
  if (/^\d+$/.test(text)) return Number(text);
  throw new Error(`BINANCE_LONGEST_WAIT is "${text}"; write milliseconds, such as 5000`);
}

function factsOf(error: Error & Partial<FailedTry> & { headers?: Record<string, string> }): FailedTry {
  return { statusCode: error.statusCode, code: error.code, retryAfter: error.headers?.["retry-after"] };
}
