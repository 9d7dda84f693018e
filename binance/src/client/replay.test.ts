// The client against the mock exchange itself: over real HTTP, and with a clock that can be set back and forward.

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { averagePrice } from "../exchange/prices.ts";
import { startExchange } from "../exchange/start.ts";
import { day, hour, minute } from "../times.ts";
import { BinanceClient } from "./client.ts";

const start = Temporal.Instant.from("2024-01-15T10:30:00Z");
const end = start.add({ minutes: 1 });
let now = end.epochMilliseconds;
const exchange = await startExchange({ now: () => now });
const client = new BinanceClient({ url: exchange.url });

beforeEach(() => {
  now = end.epochMilliseconds;
  exchange.clear();
});
afterAll(async () => {
  await client.close();
  await exchange.close();
});

const paths = () => exchange.requests.map(({ path }) => path.replace(/\?.*/, ""));

describe("the average price of a minute", () => {
  test("is that of now, right after it", async () => {
    expect(await client.averagePriceOf("BTCUSDT", start)).toEqual(averagePrice("BTCUSDT", end));
    expect(paths()).toEqual(["/api/v3/avgPrice"]);
  });

  test.each([
    ["a retry", minute],
    ["an hour", hour],
    ["a backfill, years", 1000 * day],
  ])("is the same %s later", async (_, later) => {
    now += later;
    expect(await client.averagePriceOf("BTCUSDT", start)).toEqual(averagePrice("BTCUSDT", end));
    expect(paths()).toEqual(["/api/v3/avgPrice", "/api/v3/klines"]);
  });

  test.each([1, 4999, 5000, 9998, 9999, 12_345, 59_999])(
    "is the same %i milliseconds later",
    async (later) => {
      now += later;
      expect(await client.averagePriceOf("BTCUSDT", start)).toEqual(averagePrice("BTCUSDT", end));
    },
  );

  test.each([2, 5000, 30_000, minute, 2 * minute, day])(
    "is not there %i milliseconds before the minute is over",
    async (earlier) => {
      now -= earlier;
      await expect(client.averagePriceOf("BTCUSDT", start)).rejects.toThrow(
        "the minute from 2024-01-15T10:30:00 is not over yet; ask again at 2024-01-15T10:31:00 (UTC)",
      );
    },
  );

  test("is that of earlier trades if there were none lately", async () => {
    const server = createServer(({ url = "" }, response) => {
      const klines = [
        [end.epochMilliseconds - 5 * minute, "1", "1", "1", "1", "2", 0, "2", 1, "1", "1", "0"],
      ];
      const answers: Record<string, unknown> = {
        "/api/v3/avgPrice": { mins: 5, price: "1.0", closeTime: end.epochMilliseconds - 4 * minute },
        "/api/v3/time": { serverTime: end.epochMilliseconds },
        "/api/v3/klines": klines,
      };
      response.end(JSON.stringify(answers[url.replace(/\?.*/, "")]));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const quiet = new BinanceClient({ url: `http://127.0.0.1:${port}` });
    expect(await quiet.averagePriceOf("BTCUSDT", start)).toEqual({
      mins: 5,
      price: "1.00000000",
      closeTime: 0,
    });
    await quiet.close();
    server.close();
  });
});

test("the kline of a minute is the same later, and not there before", async () => {
  const kline = await client.klineOf("BTCUSDT", start);
  expect(kline.openTime).toBe(start.epochMilliseconds);
  now += day;
  expect(await client.klineOf("BTCUSDT", start)).toEqual(kline);
  now -= 2 * day;
  await expect(client.klineOf("BTCUSDT", start)).rejects.toThrow(
    /in the minute from 2024-01-15T10:30:00 on; is/,
  );
});

test("an exchange that is away is asked three times", async () => {
  exchange.failNext(3, { kind: "away" });
  await expect(client.ping()).rejects.toThrow(/broke off before it had answered/);
  expect(paths()).toHaveLength(3);
  await client.ping();
});

test("an exchange that is closed is reported", async () => {
  const other = await startExchange({ now: () => now });
  const lost = new BinanceClient({ url: other.url });
  await lost.ping();
  await other.close();
  await expect(lost.ping()).rejects.toThrow(`nothing listens at 127.0.0.1:${other.port}; check BINANCE_URL`);
  await lost.close();
});

test.each([{}, { "content-length": "100" }])("half an answer counts as none: %j", async (headers) => {
  const server = createServer((_, response) => {
    response.writeHead(200, headers);
    response.write('{"mins":5,', () => response.socket?.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const cheated = new BinanceClient({ url: `http://127.0.0.1:${port}` });
  await expect(cheated.averagePrice("BTCUSDT")).rejects.toThrow(
    `127.0.0.1:${port} broke off before it had answered`,
  );
  await cheated.close();
  server.close();
});
