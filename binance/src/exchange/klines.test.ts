import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { averageOf, klinesShape, type Kline } from "../client/answers.ts";
import { parseDecimal } from "../decimal.ts";
import { hour, minute } from "../times.ts";
import { intervals, klinesAt, type KlinesQuestion } from "./klines.ts";
import { findMarket, symbols } from "./market.ts";
import { averagePrice } from "./prices.ts";

const now = Temporal.Instant.from("2024-01-15T10:31:00Z").epochMilliseconds;

function klines(question: Partial<KlinesQuestion>, { symbol = "BTCUSDT", time = now } = {}): Kline[] {
  const market = findMarket(symbol);
  const asked = { interval: minute, startTime: undefined, endTime: undefined, limit: 500, ...question };
  const answer = market && klinesShape.read(klinesAt(time, market, asked));
  if (!answer) throw new Error("no klines");
  return answer;
}

const openTimes = (question: Partial<KlinesQuestion>, time = now) =>
  klines(question, { time }).map((kline) => kline.openTime - now);

describe("which klines there are", () => {
  test("without times, the latest", () => {
    expect(openTimes({ limit: 3 })).toEqual([-3 * minute, -2 * minute, -minute]);
    expect(openTimes({ limit: 3 }, now + 30_000)).toEqual([-2 * minute, -minute, 0]);
  });

  test("from a start time on, the earliest", () => {
    expect(openTimes({ limit: 2, startTime: now - hour })).toEqual([-hour, -hour + minute]);
    expect(openTimes({ limit: 1, startTime: now - hour + 1 })).toEqual([-hour + minute]);
  });

  test("up to an end time, the latest", () => {
    expect(openTimes({ limit: 2, endTime: now - hour })).toEqual([-hour - minute, -hour]);
    expect(openTimes({ limit: 1, endTime: now - hour - 1 })).toEqual([-hour - minute]);
  });

  test("between two times, all up to the limit, both ends included", () => {
    const between = { startTime: now - 3 * minute, endTime: now - minute };
    expect(openTimes(between)).toEqual([-3 * minute, -2 * minute, -minute]);
    expect(openTimes({ ...between, limit: 2 })).toEqual([-3 * minute, -2 * minute]);
  });

  test("none from the future, and none for times in the wrong order", () => {
    expect(openTimes({ startTime: now })).toEqual([]);
    expect(openTimes({ startTime: now - minute, endTime: now - hour })).toEqual([]);
  });

  test("the last one still grows", () => {
    const [early] = klines({ startTime: now }, { time: now + 25_000 });
    const [later] = klines({ startTime: now }, { time: now + 55_000 });
    expect([early?.trades, later?.trades]).toEqual([2, 5]);
    expect(early?.closeTime).toBe(now + minute - 1);
    expect(early?.open).toBe(later?.open);
  });
});

const someSymbol = fc.constantFrom(...symbols);
const someMinute = fc.integer({ min: 20_000_000, max: 30_000_000 }).map((number) => number * minute);

test("a kline that is over is the same whenever it is asked for", () => {
  fc.assert(
    fc.property(someSymbol, someMinute, fc.nat(1_000_000_000), (symbol, open, later) => {
      const question = { startTime: open, endTime: open };
      const atOnce = klines(question, { symbol, time: open + minute });
      expect(klines(question, { symbol, time: open + minute + later })).toEqual(atOnce);
      expect(atOnce).toHaveLength(1);
    }),
  );
});

test("open and close are between low and high, and what takers buy is a part of the volume", () => {
  fc.assert(
    fc.property(someSymbol, someMinute, (symbol, open) => {
      const [kline] = klines({ startTime: open, endTime: open }, { symbol, time: open + minute });
      if (!kline) throw new Error("no kline");
      const [low, high] = [parseDecimal(kline.low), parseDecimal(kline.high)];
      for (const price of [kline.open, kline.close].map(parseDecimal)) {
        expect(low <= price && price <= high).toBe(true);
      }
      expect(parseDecimal(kline.takerBuyVolume) <= parseDecimal(kline.volume)).toBe(true);
      expect(parseDecimal(kline.takerBuyQuoteVolume) <= parseDecimal(kline.quoteVolume)).toBe(true);
    }),
  );
});

test("longer klines sum up the minutes in them", () => {
  const names = fc.constantFrom(...Object.keys(intervals).filter((name) => name !== "1d"));
  fc.assert(
    fc.property(someSymbol, someMinute, names, (symbol, time, name) => {
      const interval = intervals[name] ?? 0;
      const startTime = Math.floor(time / interval) * interval;
      const endTime = startTime + interval - 1;
      const [long] = klines({ interval, startTime, endTime }, { symbol, time: endTime });
      const parts = klines({ startTime, endTime, limit: 1000 }, { symbol, time: endTime });
      const total = (column: "volume" | "quoteVolume") =>
        parts.reduce((sum, part) => sum + parseDecimal(part[column]), 0n);
      expect(long?.open).toBe(parts[0]?.open);
      expect(long?.close).toBe(parts.at(-1)?.close);
      expect(parseDecimal(long?.volume ?? "")).toBe(total("volume"));
      expect(parseDecimal(long?.quoteVolume ?? "")).toBe(total("quoteVolume"));
      expect(long?.trades).toBe(parts.reduce((sum, part) => sum + part.trades, 0));
    }),
    { numRuns: 30 },
  );
});

test("the average price right after a minute is that of its and the four klines before, digit by digit", () => {
  fc.assert(
    fc.property(someSymbol, someMinute, (symbol, end) => {
      const five = klines({ startTime: end - 5 * minute, endTime: end - 1 }, { symbol, time: end + hour });
      const told = averagePrice(symbol, Temporal.Instant.fromEpochMilliseconds(end));
      expect(averageOf(five)).toEqual(told);
    }),
  );
});
