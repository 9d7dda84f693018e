import { describe, expect, test } from "vitest";
import { waitBeforeRetry, type FailedTry } from "./retry.ts";

const rules = { retries: 2, longestWait: 5000 };

function wait(failed: Partial<FailedTry>, tries = 1, own: Partial<typeof rules> = {}): number | null {
  const nothing = { statusCode: undefined, retryAfter: undefined, code: undefined };
  return waitBeforeRetry({ ...nothing, ...failed }, tries, { ...rules, ...own });
}

test("what may be over in a moment is asked again, each time a little later", () => {
  for (const failed of [
    { statusCode: 500 },
    { statusCode: 503 },
    { code: "ECONNRESET" },
    { code: "ECONNREFUSED" },
    { code: "UND_ERR_SOCKET" },
    { code: "UND_ERR_RES_CONTENT_LENGTH_MISMATCH" },
    { code: "HPE_INVALID_EOF_STATE" },
    {},
  ]) {
    expect([1, 2, 3].map((tries) => wait(failed, tries))).toEqual([10, 40, null]);
  }
});

test.each([
  { statusCode: 400 },
  { statusCode: 403 },
  { statusCode: 404 },
  { statusCode: 451 },
  { statusCode: 302 },
])("%j is final", (failed) => {
  expect(wait(failed)).toBeNull();
  expect(wait({ ...failed, retryAfter: "0" })).toBeNull();
});

test.each(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_ABORTED", "ENOTFOUND", 20])(
  "%j has taken its time, or is never worth repeating",
  (code) => {
    expect(wait({ code })).toBeNull();
  },
);

describe.each([429, 418])("after a %i", (statusCode) => {
  test("the wait is what Retry-After says", () => {
    expect(wait({ statusCode, retryAfter: "0" })).toBe(0);
    expect(wait({ statusCode, retryAfter: "3" })).toBe(3000);
    expect(wait({ statusCode, retryAfter: "5" })).toBe(5000);
  });

  test("nothing is asked before it is over, so a long one ends it", () => {
    expect(wait({ statusCode, retryAfter: "6" })).toBeNull();
    expect(wait({ statusCode, retryAfter: "1" }, 1, { longestWait: 0 })).toBeNull();
    expect(wait({ statusCode, retryAfter: "Wed, 21 Oct 2026 07:28:00 GMT" })).toBeNull();
  });

  test("there are no more tries than after anything else", () => {
    expect(wait({ statusCode, retryAfter: "1" }, 3)).toBeNull();
  });
});

test("without Retry-After a 429 is asked again, and a 418 is not", () => {
  expect(wait({ statusCode: 429 })).toBe(10);
  expect(wait({ statusCode: 418 })).toBeNull();
});

test("no wait is longer than the longest", () => {
  expect(wait({ statusCode: 500 }, 2, { longestWait: 30 })).toBe(30);
  expect(wait({ statusCode: 500 }, 1, { longestWait: 0 })).toBe(0);
});
