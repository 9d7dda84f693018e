// What the exchange says about prices, as pure functions of symbol and time: a grader that calls them gets what a task
// got over HTTP.

import { divideRounded, formatDecimal, places } from "../decimal.ts";
import { minute, type Moment } from "../times.ts";
import { findMarket, lastTradeUpTo, symbols, tradeNumbered, type Market, type Trade } from "./market.ts";

/** The answer of /api/v3/avgPrice. */
export interface AveragePrice {
  /** Over how many minutes. */
  readonly mins: number;
  readonly price: string;
  /** When the last trade in it was made. */
  readonly closeTime: number;
}

const averageMinutes = 5;

/** The price of the last trade up to the instant. */
export function priceAt(symbol: string, { epochMilliseconds }: Moment): string {
  const market = marketOf(symbol);
  return formatDecimal(priceOf(market, tradeNumbered(lastTradeUpTo(epochMilliseconds), market)));
}

/** What the exchange answers at this instant when it is asked for the present average price. */
export function averagePrice(symbol: string, { epochMilliseconds }: Moment): AveragePrice {
  const market = marketOf(symbol);
  const trades = tradesBetween(market, epochMilliseconds - averageMinutes * minute + 1, epochMilliseconds);
  const { volume, quoteVolume } = volumesOf(market, trades);
  const price = formatDecimal(divideRounded(quoteVolume * one, volume));
  return { mins: averageMinutes, price, closeTime: trades.at(-1)?.time ?? epochMilliseconds };
}

const one = 10n ** BigInt(places);

function marketOf(symbol: string): Market {
  const market = findMarket(symbol);
  if (market) return market;
  throw new Error(`the mock exchange has no symbol "${symbol}"; it has ${symbols.join(", ")}`);
}

/** From `first` to `last`, both included. */
export function tradesBetween(market: Market, first: number, last: number): Trade[] {
  const trades: Trade[] = [];
  const end = lastTradeUpTo(last);
  for (let number = lastTradeUpTo(first - 1) + 1; number <= end; number++) {
    trades.push(tradeNumbered(number, market));
  }
  return trades;
}

/** In hundred-millionths, as all decimals. */
export function priceOf({ priceSteps }: Market, { price }: Trade): bigint {
  return (BigInt(price) * one) / BigInt(priceSteps);
}

export interface Volumes {
  readonly volume: bigint;
  /** In the currency of the price: the sum of price × quantity. */
  readonly quoteVolume: bigint;
}

export function volumesOf({ priceSteps, quantitySteps }: Market, trades: readonly Trade[]): Volumes {
  let quantity = 0;
  let worth = 0; // of steps × steps: stays far below 2⁵³ for a day's trades
  for (const trade of trades) {
    quantity += trade.quantity;
    worth += trade.quantity * trade.price;
  }
  return {
    volume: (BigInt(quantity) * one) / BigInt(quantitySteps),
    quoteVolume: (BigInt(worth) * one) / (BigInt(priceSteps) * BigInt(quantitySteps)),
  };
}
