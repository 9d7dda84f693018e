import { spawnSync } from "node:child_process";
import { env, execPath } from "node:process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatDecimal, parseDecimal } from "../decimal.ts";
import { minute } from "../times.ts";
import { findMarket, symbols } from "./market.ts";
import { averagePrice, priceAt, tradesBetween } from "./prices.ts";

const at = (text: string) => Temporal.Instant.from(text);

describe("the digits never change", () => {
  const golden = [
    ["BTCUSDT", "2024-01-15T00:00:00Z", "42472.01000000", "42467.77711643"],
    ["BTCUSDT", "2024-01-15T10:31:00Z", "43225.96000000", "43235.48205114"],
    ["BTCUSDT", "2026-02-17T08:36:20.403Z", "53240.94000000", "53233.45253415"],
    ["ETHUSDT", "2024-01-15T10:31:00Z", "2953.00000000", "2953.52397986"],
    ["BNBUSDT", "2019-01-01T00:00:00Z", "291.15000000", "291.13136027"],
    ["SOLUSDT", "2024-02-29T23:59:59.999Z", "119.39000000", "119.34569214"],
    ["XRPUSDT", "2024-01-15T10:31:00Z", "0.55290000", "0.55295511"],
    ["DOGEUSDT", "2038-01-19T03:14:08Z", "0.08997000", "0.09001110"],
  ] as const;

  test.each(golden)("%s at %s: %s, on average %s", (symbol, time, price, average) => {
    expect(priceAt(symbol, at(time))).toBe(price);
    expect(averagePrice(symbol, at(time)).price).toBe(average);
  });

  test.each(["UTC", "America/New_York", "Asia/Kolkata"])("in a process whose time zone is %s", (zone) => {
    const questions = JSON.stringify(golden.map(([symbol, time]) => [symbol, time]));
    const script = `
      import { averagePrice, priceAt } from ${JSON.stringify(new URL("./prices.ts", import.meta.url).href)};
      const answers = ${questions}.map(([symbol, time]) => {
        const instant = Temporal.Instant.from(time);
        return [symbol, time, priceAt(symbol, instant), averagePrice(symbol, instant).price];
      });
      console.log(JSON.stringify(answers));`;
    const options = { env: { ...env, TZ: zone }, encoding: "utf8" } as const;
    const { stdout, stderr } = spawnSync(execPath, ["--input-type=module", "--eval", script], options);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual(golden);
  });
});

const someSymbol = fc.constantFrom(...symbols);
const someInstant = fc
  .integer({ min: 1_500_000_000_000, max: 1_900_000_000_000 })
  .map((time) => Temporal.Instant.fromEpochMilliseconds(time));

test("the average is that of the last five minutes' trades, weighted by quantity", () => {
  fc.assert(
    fc.property(someSymbol, someInstant, (symbol, instant) => {
      const market = findMarket(symbol);
      if (!market) throw new Error(symbol);
      const now = instant.epochMilliseconds;
      const trades = tradesBetween(market, now - 5 * minute + 1, now);
      const quantity = trades.reduce((sum, trade) => sum + BigInt(trade.quantity), 0n);
      const worth = trades.reduce((sum, trade) => sum + BigInt(trade.quantity * trade.price), 0n);
      const exact = Number(worth) / Number(quantity) / market.priceSteps;
      const { mins, price, closeTime } = averagePrice(symbol, instant);
      expect(trades).toHaveLength(30);
      expect(mins).toBe(5);
      expect(Math.abs(Number(price) / exact - 1)).toBeLessThan(1e-7); // eight decimals of a cheap price
      expect(closeTime).toBe(trades.at(-1)?.time);
    }),
  );
});

test("an average closes with the last trade before now, less than a minute ago", () => {
  fc.assert(
    fc.property(someSymbol, someInstant, (symbol, instant) => {
      const { closeTime } = averagePrice(symbol, instant);
      expect(closeTime).toBeLessThanOrEqual(instant.epochMilliseconds);
      expect(closeTime).toBeGreaterThan(instant.epochMilliseconds - minute);
    }),
  );
});

test("prices have eight decimals", () => {
  fc.assert(
    fc.property(someSymbol, someInstant, (symbol, instant) => {
      for (const price of [priceAt(symbol, instant), averagePrice(symbol, instant).price]) {
        expect(formatDecimal(parseDecimal(price))).toBe(price);
      }
    }),
  );
});

test("an unknown symbol is refused, with the symbols that there are", () => {
  expect(() => priceAt("BTCEUR", at("2024-01-15T00:00Z"))).toThrow(
    /no symbol "BTCEUR"; it has BTCUSDT, ETHUSDT/,
  );
});
