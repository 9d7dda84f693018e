import { expect, test } from "vitest";
import { explainBreak, explainRefusal } from "./explain.ts";

const url = new URL("https://api.binance.com/api/v3/avgPrice?symbol=BTCUSDT");

function failedFetch(cause: Error): Error {
  return new TypeError("fetch failed", { cause });
}

test.each([
  [
    "ENOTFOUND",
    "unknown host",
    "no address was found for api.binance.com; check BINANCE_URL and the network",
  ],
  [
    "EAI_AGAIN",
    "unknown host",
    "no address was found for api.binance.com; check BINANCE_URL and the network",
  ],
  ["ECONNREFUSED", "no connection", "nothing listens at api.binance.com; check BINANCE_URL"],
  ["UND_ERR_CONNECT_TIMEOUT", "timeout", "api.binance.com could not be reached in time; check the network"],
  ["UND_ERR_HEADERS_TIMEOUT", "timeout", "api.binance.com took too long to answer; try again later"],
  ["UND_ERR_BODY_TIMEOUT", "timeout", "api.binance.com took too long to answer; try again later"],
  [
    "ECONNRESET",
    "no connection",
    "api.binance.com broke off before it had answered (ECONNRESET); try again later",
  ],
])("%s is explained in a sentence", (code, reason, sentence) => {
  const thrown = failedFetch(Object.assign(new Error("low-level talk"), { code }));
  const error = explainBreak(url, thrown);
  expect(error).toMatchObject({ reason, status: null, isWorthRetrying: true, cause: thrown });
  expect(error.message).toBe(`${sentence}, or use the mock exchange, which needs no network`);
});

test("the reason is found below several addresses that were tried", () => {
  const each = Object.assign(new Error("connect ECONNREFUSED ::1:8090"), { code: "ECONNREFUSED" });
  expect(explainBreak(url, failedFetch(new AggregateError([each, each]))).message).toMatch(
    /^nothing listens/,
  );
});

test.each([
  ["bad port", failedFetch(new Error("bad port"))],
  ["something odd", "something odd"],
])("what has no code is quoted: %s", (said, thrown) => {
  expect(explainBreak(url, thrown).message).toContain(`broke off before it had answered (${said})`);
});

test("a Retry-After that is a date is not a number of seconds", () => {
  const retryAfter = "Wed, 21 Oct 2026 07:28:00 GMT";
  const error = explainRefusal(url, { status: 429, retryAfter, text: "" });
  expect(error.retryAfter).toBeNull();
  expect(error.message).toContain("wait a few minutes");
});
