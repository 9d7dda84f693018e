// Says in a sentence why there is no price: which host, what happened, and what to do next.

import { ExchangeError, type FailureReason } from "./failure.ts";

const mock = "use the mock exchange, which needs no network";

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
}

/** The exchange has answered, but not with what was asked for. */
export function explainRefusal({ host, pathname, search }: URL, answer: Answer): ExchangeError {
  const { status } = answer;
  const { code, message } = readRefusal(answer.text);
  const retryAfter = /^\d+$/.test(answer.retryAfter ?? "") ? Number(answer.retryAfter) : null;
  const because = (reason: FailureReason, sentence: string) =>
    new ExchangeError(`${host} ${sentence}`, { reason, status, code, retryAfter });

  const wait = retryAfter === null ? "wait a few minutes" : `wait ${retryAfter} s`;
  const said = message === null ? `status ${status}` : `status ${status}, code ${code}: ${message}`;
  if (status === 451) {
    return because("restricted", `does not serve your location (status 451); ${mock}`);
  }
  if (status === 418) {
    return because("banned", `has shut you out for asking too often (status 418); ${wait}, or ${mock}`);
  }
  if (status === 429) {
    return because(
      "rate limit",
      `is asked too often (status 429); ${wait}: clients that go on asking are shut out`,
    );
  }
  if (status >= 500) {
    return because("server error", `has trouble of its own (${said}); try again later, or ${mock}`);
  }
  const remedy = code === null ? "check that BINANCE_URL names an exchange" : "correct what is asked for";
  return because("refused", `refuses ${pathname}${search} (${said}); ${remedy}`);
}

function readRefusal(text: string): { readonly code: number | null; readonly message: string | null } {
  try {
    const { code, msg } = JSON.parse(text) as { code?: unknown; msg?: unknown };
    if (typeof code === "number" && typeof msg === "string") return { code, message: msg };
  } catch {
    // Not in the exchange's format: something in between has answered.
  }
  return { code: null, message: null };
}

/** The exchange has not answered, or not to the end. */
export function explainBreak({ host }: URL, thrown: unknown): ExchangeError {
  const code = codeOf(thrown) ?? rootOf(thrown).message;
  const because = (reason: FailureReason, sentence: string) =>
    new ExchangeError(`${sentence}, or ${mock}`, { reason, cause: thrown });
  switch (code) {
    case "UND_ERR_CONNECT_TIMEOUT":
    case "ETIMEDOUT":
      return because("timeout", `${host} could not be reached in time; check the network`);
    case "UND_ERR_HEADERS_TIMEOUT":
    case "UND_ERR_BODY_TIMEOUT":
    case "TimeoutError":
      return because("timeout", `${host} took too long to answer; try again later`);
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return because("unknown host", `no address was found for ${host}; check BINANCE_URL and the network`);
    case "ECONNREFUSED":
      return because("no connection", `nothing listens at ${host}; check BINANCE_URL`);
    default:
      return because("no connection", `${host} broke off before it had answered (${code}); try again later`);
  }
}

/** What kind of break it is: the code from Node or undici, or that the whole took too long. */
export function codeOf(thrown: unknown): string | undefined {
  const root = rootOf(thrown);
  if (root.name === "TimeoutError") return root.name;
  return "code" in root && typeof root.code === "string" ? root.code : undefined;
}

/** fetch only says "fetch failed", and tries several addresses of a host: the reason is nested deeper. */
function rootOf(thrown: unknown): Error {
  if (!(thrown instanceof Error)) return new Error(String(thrown));
  const below: unknown = thrown instanceof AggregateError ? thrown.errors[0] : thrown.cause;
  return below instanceof Error ? rootOf(below) : thrown;
}

/** An endless answer would fill the memory. */
export function explainTooLong({ host, pathname }: URL, limit: number): ExchangeError {
  const what = `${host} answered ${pathname} with more than ${limit} characters`;
  const remedy = `check that BINANCE_URL names an exchange, or ${mock}`;
  return new ExchangeError(`${what}; ${remedy}`, { reason: "malformed", status: 200 });
}

/** There is an answer, but not the one that the API promises. */
export function explainMalformed(url: URL, text: string, expected: string, cause?: unknown): ExchangeError {
  const found = text.length > 80 ? `${JSON.stringify(text.slice(0, 80))} …` : JSON.stringify(text);
  const what = `${url.host} answered ${url.pathname} with ${text === "" ? "nothing" : found}`;
  const remedy = `check that BINANCE_URL names an exchange, or ${mock}`;
  return new ExchangeError(`${what}; expected ${expected}; ${remedy}`, {
    reason: "malformed",
    status: 200,
    cause,
  });
}
