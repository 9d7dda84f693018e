// Whether an answer has the shape that the API promises. An answer without it is never passed on: a price that is not a
// number would end up in every file after it.

import { divideRounded, formatDecimal, parseDecimal, places } from "../decimal.ts";
import type { AveragePrice } from "../exchange/prices.ts";

/** What was traded in one minute, hour or day. Times in epoch milliseconds, prices and volumes as decimal texts. */
export interface Kline {
  readonly openTime: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly closeTime: number;
  readonly quoteVolume: string;
  readonly trades: number;
  readonly takerBuyVolume: string;
  readonly takerBuyQuoteVolume: string;
}

/** A shape, in words and as a check. */
export interface Shape<T> {
  readonly expected: string;
  /** Undefined if the answer has another shape. */
  readonly read: (answer: unknown) => T | undefined;
}

export const averagePriceShape: Shape<AveragePrice> = {
  expected: `{ "mins": 5, "price": "68285.81006621", "closeTime": 1771317380403 }`,
  read: (answer) => {
    const { mins, price, closeTime } = asRecord(answer);
    return isWhole(mins) && mins > 0 && isDecimal(price) && isTime(closeTime)
      ? { mins, price, closeTime }
      : undefined;
  },
};

export const timeShape: Shape<number> = {
  expected: `{ "serverTime": 1771317380403 }`,
  read: (answer) => {
    const { serverTime } = asRecord(answer);
    return isTime(serverTime) ? serverTime : undefined;
  },
};

export const pingShape: Shape<true> = {
  expected: "{}",
  read: (answer) =>
    typeof answer === "object" && answer !== null && !Array.isArray(answer) ? true : undefined,
};

export const klinesShape: Shape<Kline[]> = {
  expected: "a list of klines, each a list of 12: open time, open, high, low, close, volume, close time, …",
  read: (answer) => {
    if (!Array.isArray(answer)) return undefined;
    const klines = answer.map(readKline).filter((kline) => kline !== undefined);
    return klines.length === answer.length ? klines : undefined;
  },
};

function readKline(item: unknown): Kline | undefined {
  if (!Array.isArray(item) || item.length !== 12) return undefined;
  const [openTime, open, high, low, close, volume, closeTime, quoteVolume, trades, buy, quoteBuy] =
    item as unknown[];
  if (!isTime(openTime) || !isTime(closeTime) || !isWhole(trades)) return undefined;
  if (!isDecimal(open) || !isDecimal(high) || !isDecimal(low) || !isDecimal(close)) return undefined;
  if (!isDecimal(volume) || !isDecimal(quoteVolume) || !isDecimal(buy) || !isDecimal(quoteBuy))
    return undefined;
  const prices = { open, high, low, close };
  const volumes = { volume, quoteVolume, takerBuyVolume: buy, takerBuyQuoteVolume: quoteBuy };
  return { openTime, closeTime, trades, ...prices, ...volumes };
}

function asRecord(answer: unknown): Record<string, unknown> {
  return typeof answer === "object" && answer !== null ? (answer as Record<string, unknown>) : {};
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** The last millisecond of the year 9999: later times are not written as dates, or cannot be. */
const latest = Temporal.Instant.from("9999-12-31T23:59:59.999Z").epochMilliseconds;

function isTime(value: unknown): value is number {
  return isWhole(value) && value <= latest;
}

function isDecimal(value: unknown): value is string {
  return typeof value === "string" && /^\d{1,20}(\.\d{1,8})?$/.test(value);
}

/** The average price over klines, weighted by volume: what avgPrice said when the last of them ended. */
export function averageOf(klines: readonly Kline[]): AveragePrice | undefined {
  const sum = (texts: readonly string[]) => texts.reduce((total, text) => total + parseDecimal(text), 0n);
  const volume = sum(klines.map((kline) => kline.volume));
  const last = klines.at(-1);
  if (!last || volume === 0n) return undefined;
  const worth = sum(klines.map((kline) => kline.quoteVolume));
  const price = formatDecimal(divideRounded(worth * 10n ** BigInt(places), volume));
  return { mins: klines.length, price, closeTime: last.closeTime };
}
