// Asks the exchange over HTTP, with timeouts and with the retries that are worthwhile. It uses the global fetch, which tests
// can intercept, with an agent of undici beneath it.

import { env } from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import type { Dispatcher } from "undici";
import type { Shape } from "./answers.ts";
import {
  codeOf,
  explainBreak,
  explainMalformed,
  explainRefusal,
  explainTooLong,
  type Answer,
} from "./explain.ts";
import { ExchangeError } from "./failure.ts";
import { waitBeforeRetry, type RetryRules } from "./retry.ts";

/** All durations are milliseconds. */
export interface ClientOptions extends Partial<RetryRules> {
  /** Default: what BINANCE_URL says at the time of asking. */
  readonly url?: string;
  readonly connectTimeout?: number;
  /** For the answer to begin, and for each pause in it. */
  readonly answerTimeout?: number;
  /** For everything, with all tries and the waits between them. */
  readonly totalTimeout?: number;
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
    const answer = await this.#askUntilAnswered(url, signal);
    if (answer.status !== 200) throw explainRefusal(url, answer);
    return read(url, answer.text, shape);
  }

  async #askUntilAnswered(url: URL, signal?: AbortSignal): Promise<Answer> {
    const { retries = 2, longestWait = longestWaitSet(), totalTimeout = 20_000 } = this.#options;
    const time = AbortSignal.timeout(totalTimeout);
    const stop = signal ? AbortSignal.any([signal, time]) : time;
    try {
      for (let tries = 1; ; tries++) {
        const { answer, error } = await this.#try(url, stop);
        const failed = { statusCode: answer?.status, retryAfter: answer?.retryAfter, code: codeOf(error) };
        const pause = waitBeforeRetry(failed, tries, { retries, longestWait });
        if (answer && (answer.status === 200 || pause === null)) return answer;
        if (pause === null) throw error;
        await wait(pause, undefined, { signal: stop });
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof ExchangeError) throw error;
      throw explainBreak(url, time.aborted ? time.reason : error);
    }
  }

  /** One answer, or why there is none: a connection may also break in the middle of an answer. */
  async #try(url: URL, signal: AbortSignal): Promise<{ answer?: Answer; error?: unknown }> {
    const dispatcher = await (this.#dispatcher ??= openDispatcher(this.#options));
    try {
      const options: object = { dispatcher, signal }; // the types of fetch are those of another version of undici
      const response = await fetch(url, options);
      const { status, headers } = response;
      const text = await textOf(response, url);
      return { answer: { status, retryAfter: headers.get("retry-after"), text } };
    } catch (error) {
      if (signal.aborted || error instanceof ExchangeError) throw error;
      return { error };
    }
  }

  async close(): Promise<void> {
    await (await this.#dispatcher)?.close();
    this.#dispatcher = undefined;
  }
}

/** In characters: ten times the longest answer of the API, a thousand klines. */
const longestAnswer = 2_000_000;

async function textOf({ body }: Response, url: URL): Promise<string> {
  let text = "";
  for await (const part of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part;
    if (text.length > longestAnswer) throw explainTooLong(url, longestAnswer);
  }
  return text;
}

function urlOf(base: string | undefined, path: string, query: Query): URL {
  if (base === undefined || !URL.canParse(base)) {
    const found = base === undefined ? "not set" : `"${base}", which is not a URL`;
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

async function openDispatcher({
  connectTimeout = 3000,
  answerTimeout = 5000,
}: ClientOptions): Promise<Dispatcher> {
  const { Agent } = await import("undici"); // it takes a while to load, so not before it is needed
  return new Agent({
    connect: { timeout: connectTimeout },
    headersTimeout: answerTimeout,
    bodyTimeout: answerTimeout,
  });
}

/** Simulated time sets it low: there, real waiting does not help. */
function longestWaitSet(): number {
  const text = env["BINANCE_LONGEST_WAIT"] ?? "5000";
  if (/^\d+$/.test(text)) return Number(text);
  throw new Error(`BINANCE_LONGEST_WAIT is "${text}"; write milliseconds, such as 5000`);
}
