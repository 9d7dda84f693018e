import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { day, minute } from "../times.ts";
import { findMarket, lastTradeUpTo, symbols, tradeNumbered, type Market } from "./market.ts";

const markets = symbols.map((symbol) => findMarket(symbol)).filter((market) => market !== undefined);
const someMarket = fc.constantFrom(...markets);
const start = Temporal.Instant.from("2024-01-15T00:00Z").epochMilliseconds;
const someTime = fc.integer({ min: 0, max: 4_000_000_000_000 });

function priceAt(market: Market, time: number): number {
  return tradeNumbered(lastTradeUpTo(time), market).price / market.priceSteps;
}

test("there are several symbols, and each has its own market", () => {
  expect(symbols).toEqual(expect.arrayContaining(["BTCUSDT", "ETHUSDT", "BNBUSDT", "SOLUSDT"]));
  const moves = markets.map((market) => (priceAt(market, start + day) / priceAt(market, start)).toFixed(6));
  expect(new Set(moves).size).toBe(symbols.length);
});

test("the last trade up to a time is at most ten seconds old, and never in the future", () => {
  fc.assert(
    fc.property(someMarket, someTime, (market, time) => {
      const trade = tradeNumbered(lastTradeUpTo(time), market);
      expect(trade.time).toBeLessThanOrEqual(time);
      expect(trade.time).toBeGreaterThan(time - 10_000);
    }),
  );
});

test("the last trade before a minute's end belongs to that minute", () => {
  expect(tradeNumbered(lastTradeUpTo(start + minute), markets[0] as Market).time).toBe(start + minute - 1);
});

test("every trade has a price and a quantity, in whole steps", () => {
  fc.assert(
    fc.property(someMarket, someTime, (market, time) => {
      const { price, quantity } = tradeNumbered(lastTradeUpTo(time), market);
      expect(Number.isSafeInteger(price) && price > 0).toBe(true);
      expect(quantity).toBeGreaterThan(0);
      expect(quantity).toBeLessThanOrEqual(market.largestQuantity * market.quantitySteps);
    }),
  );
});

describe("it looks like a market:", () => {
  test("no minute moves a price by more than a third of a percent", () => {
    fc.assert(
      fc.property(someMarket, someTime, (market, time) => {
        const step = 1 / market.priceSteps / priceAt(market, time); // cheap ones can only move in whole steps
        const move = priceAt(market, time + minute) / priceAt(market, time) - 1;
        expect(Math.abs(move)).toBeLessThan(0.0033 + step);
      }),
      { numRuns: 1000 },
    );
  });

  test("prices stay within half and double of what is usual", () => {
    fc.assert(
      fc.property(someMarket, someTime, (market, time) => {
        expect(priceAt(market, time) / market.basePrice).toBeGreaterThan(0.5);
        expect(priceAt(market, time) / market.basePrice).toBeLessThan(2);
      }),
      { numRuns: 1000 },
    );
  });

  test.each(markets)("$symbol rises and falls, and no day is flat", (market) => {
    for (let date = start; date < start + 30 * day; date += day) {
      const prices = Array.from({ length: 1440 }, (_, index) => priceAt(market, date + index * minute));
      const ups = prices.filter((price, index) => index > 0 && price > (prices[index - 1] ?? 0)).length;
      expect(Math.max(...prices) / Math.min(...prices)).toBeGreaterThan(1.005);
      expect(ups).toBeGreaterThan(400);
      expect(ups).toBeLessThan(1040);
    }
  });
});
