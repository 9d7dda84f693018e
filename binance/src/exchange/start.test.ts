import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { minute } from "../times.ts";
import { symbols } from "./market.ts";
import { averagePrice } from "./prices.ts";
import { startExchange } from "./start.ts";

const start = Temporal.Instant.from("2024-01-15T10:31:00Z").epochMilliseconds;
let now = start;
const exchange = await startExchange({ now: () => now, keep: 3 });

beforeEach(() => {
  now = start;
  exchange.clear();
});
afterAll(() => exchange.close());

async function get(path: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(exchange.url + path);
  return { status: response.status, body: await response.json() };
}

describe("it answers like the real exchange:", () => {
  test("ping", async () => {
    expect(await get("/api/v3/ping")).toEqual({ status: 200, body: {} });
  });

  test("time, by the clock that it was given", async () => {
    expect(await get("/api/v3/time")).toEqual({ status: 200, body: { serverTime: start } });
    now += minute;
    expect(await get("/api/v3/time")).toEqual({ status: 200, body: { serverTime: start + minute } });
  });

  test("avgPrice, with the price that a grader calculates", async () => {
    const body = { mins: 5, price: "43235.48205114", closeTime: start - 1 };
    expect(await get("/api/v3/avgPrice?symbol=BTCUSDT")).toEqual({ status: 200, body });
    for (const symbol of symbols) {
      const { body: answer } = await get(`/api/v3/avgPrice?symbol=${symbol}`);
      expect(answer).toEqual(averagePrice(symbol, { epochMilliseconds: now }));
    }
  });

  test("klines, as lists of twelve", async () => {
    const { status, body } = await get("/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=1");
    expect(status).toBe(200);
    expect(body).toEqual([
      [
        start - minute,
        "43236.91000000",
        "43236.91000000",
        "43225.96000000",
        "43225.96000000",
        "4.12149000",
        start - 1,
        "178186.02721920",
        6,
        "3.01900000",
        "130528.18000730",
        "0",
      ],
    ]);
  });

  test.each([
    ["", 500],
    ["&limit=7", 7],
    ["&limit=1000", 1000],
    ["&limit=5000", 1000],
  ])("klines%s are %i", async (limit, count) => {
    const { body } = await get(`/api/v3/klines?symbol=BTCUSDT&interval=1m&endTime=${start - minute}${limit}`);
    expect(body).toHaveLength(count);
  });
});

const symbolRange = "^[A-Z0-9-_.]{1,20}$";
const klinesPath = "/api/v3/klines?symbol=BTCUSDT";

test.each([
  ["/api/v3/avgPrice", -1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."],
  ["/api/v3/avgPrice?symbol=", -1105, "Parameter 'symbol' was empty."],
  ["/api/v3/avgPrice?symbol=NOPE", -1121, "Invalid symbol."],
  [
    "/api/v3/avgPrice?symbol=btcusdt",
    -1100,
    `Illegal characters found in parameter 'symbol'; legal range is '${symbolRange}'.`,
  ],
  ["/api/v3/avgPrice?symbol=BTCUSDT&symbol=ETHUSDT", -1101, "Duplicate values for a parameter detected."],
  [
    "/api/v3/avgPrice?symbol=BTCUSDT&limit=1",
    -1104,
    "Not all sent parameters were read; read '1' parameter(s) but was sent '2'.",
  ],
  [
    "/api/v3/ping?symbol=BTCUSDT",
    -1104,
    "Not all sent parameters were read; read '0' parameter(s) but was sent '1'.",
  ],
  [klinesPath, -1102, "Mandatory parameter 'interval' was not sent, was empty/null, or malformed."],
  [`${klinesPath}&interval=`, -1105, "Parameter 'interval' was empty."],
  [`${klinesPath}&interval=7m`, -1120, "Invalid interval."],
  [`${klinesPath}&interval=toString`, -1120, "Invalid interval."],
  [`${klinesPath}&interval=1m&limit=0`, -1130, "Data sent for parameter 'limit' is not valid."],
  [
    `${klinesPath}&interval=1m&startTime=yesterday`,
    -1100,
    "Illegal characters found in parameter 'startTime'; legal range is '^[0-9]{1,20}$'.",
  ],
])("%s is refused with %i", async (path, code, msg) => {
  expect(await get(path)).toEqual({ status: 400, body: { code, msg } });
});

test("an unknown path is answered with the known ones", async () => {
  const { status, body } = await get("/api/v3/trades");
  expect(status).toBe(404);
  expect(body).toMatchObject({ msg: expect.stringContaining("/api/v3/avgPrice") as string });
});

test("it remembers the newest requests, with the time of their arrival", async () => {
  for (const path of ["/api/v3/ping", "/api/v3/time", "/api/v3/avgPrice?symbol=NOPE", "/nowhere"]) {
    await get(path);
    now += minute;
  }
  expect(exchange.requests).toEqual([
    { method: "GET", path: "/api/v3/time", status: 200, at: start + minute },
    { method: "GET", path: "/api/v3/avgPrice?symbol=NOPE", status: 400, at: start + 2 * minute },
    { method: "GET", path: "/nowhere", status: 404, at: start + 3 * minute },
  ]);
  exchange.clear();
  expect(exchange.requests).toEqual([]);
});

test("it closes at once, though connections are kept alive and an answer is delayed", async () => {
  const other = await startExchange({ now: () => now });
  await fetch(`${other.url}/api/v3/ping`).then((response) => response.text());
  other.failNext(1, { kind: "delay", milliseconds: 60_000 });
  const delayed = fetch(`${other.url}/api/v3/ping`).then(
    () => "answered",
    () => "cut off",
  );
  while (other.requests.length < 2) await new Promise((resolve) => setImmediate(resolve));
  await other.close();
  expect(await delayed).toBe("cut off");
  await expect(fetch(`${other.url}/api/v3/ping`)).rejects.toThrow("fetch failed");
});

test("a port that is taken is an error", async () => {
  await expect(startExchange({ now: () => now, port: exchange.port })).rejects.toThrow(/EADDRINUSE/);
});
