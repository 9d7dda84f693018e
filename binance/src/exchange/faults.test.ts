import { afterAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { minute } from "../times.ts";
import type { Fault } from "./faults.ts";
import { startExchange } from "./start.ts";

const start = Temporal.Instant.from("2024-01-15T06:00Z").epochMilliseconds;
let now = start;
const exchange = await startExchange({ now: () => now });

beforeEach(() => {
  now = start;
  exchange.clear();
});
afterAll(() => exchange.close());

const ping = () => fetch(`${exchange.url}/api/v3/ping`);

/** What a client sees of the exchange, in a word or two. */
async function look(): Promise<string> {
  try {
    const response = await ping();
    const wait = response.headers.get("retry-after");
    await response.text();
    return wait === null ? String(response.status) : `${response.status}, ${wait} s`;
  } catch (error) {
    return (error as { cause: { code: string } }).cause.code;
  }
}

test.each<[Fault, string]>([
  [{ kind: "error" }, "500"],
  [{ kind: "error", status: 503 }, "503"],
  [{ kind: "rate-limit" }, "429, 30 s"],
  [{ kind: "rate-limit", retryAfter: 7 }, "429, 7 s"],
  [{ kind: "banned" }, "418, 120 s"],
  [{ kind: "restricted" }, "451"],
  [{ kind: "malformed" }, "200"],
  [{ kind: "delay", milliseconds: 1 }, "200"],
])("%j looks like %s", async (fault, expected) => {
  exchange.failNext(1, fault);
  expect([await look(), await look()]).toEqual([expected, "200"]);
});

test("away, it resets the connection", async () => {
  exchange.failNext(1, { kind: "away" });
  expect(["ECONNRESET", "UND_ERR_SOCKET"]).toContain(await look());
  expect(await look()).toBe("200");
  expect(exchange.requests.map((request) => request.status)).toEqual([null, 200]);
});

test.each<[Fault, object]>([
  [{ kind: "error" }, { code: -1001 }],
  [{ kind: "rate-limit" }, { code: -1003 }],
  [
    { kind: "banned", retryAfter: 60 },
    { code: -1003, msg: expect.stringContaining(String(start + minute)) as string },
  ],
  [
    { kind: "restricted" },
    { code: 0, msg: expect.stringMatching(/^Service unavailable from a restricted/) as string },
  ],
])("%j has the real exchange's shape", async (fault, expected) => {
  exchange.failNext(1, fault);
  const response = await ping();
  expect(await response.json()).toMatchObject(expected);
});

test("a malformed answer has the text that was ordered, or breaks off", async () => {
  exchange.failNext(1, { kind: "malformed", body: "<html>" });
  expect(await ping().then((response) => response.text())).toBe("<html>");
  exchange.failNext(1, { kind: "malformed" });
  await expect(ping().then((response) => response.json())).rejects.toThrow(SyntaxError);
});

test("a delayed answer comes when its time is over, and is the true one", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  exchange.failNext(1, { kind: "delay", milliseconds: 5000 });
  const delayed = ping();
  while (exchange.requests.length < 1) await new Promise((resolve) => setImmediate(resolve));

  const statusAfter = async (milliseconds: number) => {
    vi.advanceTimersByTime(milliseconds);
    await look();
    return exchange.requests[0]?.status;
  };
  expect([await statusAfter(0), await statusAfter(4999), await statusAfter(1)]).toEqual([null, null, 200]);
  expect((await delayed).status).toBe(200);
});

describe("a plan", () => {
  const seen = async (minutes: number) => {
    now = start + minutes * minute;
    return await look();
  };

  test("goes by the exchange's clock, from its start and before its end", async () => {
    exchange.setFaults([{ kind: "error", from: start + 10 * minute, until: start + 30 * minute }]);
    const looks = [await seen(9.999), await seen(10), await seen(29.999), await seen(30)];
    expect(looks).toEqual(["200", "500", "500", "200"]);
  });

  test("has any number of stretches, and the first that fits counts", async () => {
    const whole = { from: start, until: start + 10 * minute };
    exchange.setFaults([
      { kind: "restricted", from: start + minute, until: start + 2 * minute },
      { kind: "error", ...whole },
    ]);
    expect([await seen(0), await seen(1), await seen(2)]).toEqual(["500", "451", "500"]);
  });

  test("is replaced by the next plan", async () => {
    exchange.setFaults([{ kind: "error", from: start, until: Infinity }]);
    exchange.setFaults([]);
    expect(await seen(5)).toBe("200");
  });

  test("comes after the orders for the next requests", async () => {
    exchange.setFaults([{ kind: "error", from: start, until: Infinity }]);
    exchange.failNext(2, { kind: "restricted" });
    expect([await look(), await look(), await look()]).toEqual(["451", "451", "500"]);
  });
});

test("all trouble is over when it is cleared", async () => {
  exchange.setFaults([{ kind: "error", from: start, until: Infinity }]);
  exchange.failNext(5, { kind: "restricted" });
  exchange.clear();
  expect(await look()).toBe("200");
});

test("orders that make no sense are refused", () => {
  expect(() => exchange.failNext(-1, { kind: "away" })).toThrow(
    "count is -1; it must be a whole number from 0",
  );
  expect(() => exchange.failNext(1, { kind: "error", status: 200 })).toThrow("status is 200");
  expect(() => exchange.failNext(1, { kind: "delay", milliseconds: -5 })).toThrow("milliseconds is -5");
  expect(() => exchange.setFaults([{ kind: "error", status: 99, from: 0, until: 1 }])).toThrow(
    "status is 99",
  );
});
