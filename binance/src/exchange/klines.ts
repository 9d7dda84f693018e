// Klines, also called candles: the trades of each minute, or hour, or day, summed up. Unlike the average price they can
// be asked for later, and then say the same.

import { formatDecimal } from "../decimal.ts";
import { day, hour, minute } from "../times.ts";
import { lastTradeUpTo, tradeNumbered, type Market, type Trade } from "./market.ts";
import { priceOf, tradesBetween, volumesOf } from "./prices.ts";

/** As the exchange writes it: open time, open, high, low, close, volume, close time, quote volume, … */
export type KlineAnswer = readonly [
  openTime: number,
  open: string,
  high: string,
  low: string,
  close: string,
  volume: string,
  closeTime: number,
  quoteVolume: string,
  trades: number,
  takerBuyVolume: string,
  takerBuyQuoteVolume: string,
  unused: "0",
];

export const intervals: Readonly<Record<string, number>> = {
  "1m": minute,
  "3m": 3 * minute,
  "5m": 5 * minute,
  "15m": 15 * minute,
  "30m": 30 * minute,
  "1h": hour,
  "2h": 2 * hour,
  "4h": 4 * hour,
  "6h": 6 * hour,
  "8h": 8 * hour,
  "12h": 12 * hour,
  "1d": day,
};

export interface KlinesQuestion {
  /** In milliseconds. */
  readonly interval: number;
  /** The first and the last time at which a kline may open. */
  readonly startTime: number | undefined;
  readonly endTime: number | undefined;
  readonly limit: number;
}

/** The earliest from `startTime` on; without it, the latest. The last one may still be growing. */
export function klinesAt(now: number, market: Market, question: KlinesQuestion): KlineAnswer[] {
  const { interval, startTime, endTime = now, limit } = question;
  const lastTrade = tradeNumbered(lastTradeUpTo(now), market);
  const lastOpen = Math.floor(Math.min(endTime, lastTrade.time) / interval) * interval;
  const firstOpen =
    startTime === undefined ? lastOpen - (limit - 1) * interval : Math.ceil(startTime / interval) * interval;
  const klines: KlineAnswer[] = [];
  for (let open = firstOpen; open <= lastOpen && klines.length < limit; open += interval) {
    const close = open + interval - 1;
    klines.push(summed(market, tradesBetween(market, open, Math.min(close, now)), open, close));
  }
  return klines;
}

function summed(market: Market, trades: readonly Trade[], openTime: number, closeTime: number): KlineAnswer {
  const highest = trades.reduce((best, trade) => (trade.price > best.price ? trade : best));
  const lowest = trades.reduce((best, trade) => (trade.price < best.price ? trade : best));
  const price = (trade: Trade | undefined) => (trade ? formatDecimal(priceOf(market, trade)) : "");
  const all = volumesOf(market, trades);
  const takerBuys = volumesOf(
    market,
    trades.filter((trade) => trade.isTakerBuy),
  );
  return [
    openTime,
    price(trades[0]),
    price(highest),
    price(lowest),
    price(trades.at(-1)),
    formatDecimal(all.volume),
    closeTime,
    formatDecimal(all.quoteVolume),
    trades.length,
    formatDecimal(takerBuys.volume),
    formatDecimal(takerBuys.quoteVolume),
    "0",
  ];
}
