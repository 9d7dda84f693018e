// The market behind the mock exchange: what is traded, when, and at which price. A trade is a function of its symbol
// and its time alone, so everyone who asks, at any time and on any machine, gets the same trades.

import { day, hour, minute } from "../times.ts";
import { hash, noise, share, wave } from "./noise.ts";

export interface Market {
  readonly symbol: string;
  readonly seed: number;
  /** The price moves around this one. */
  readonly basePrice: number;
  /** In how many steps one of the currency is divided: 100 for prices with two decimals. */
  readonly priceSteps: number;
  readonly quantitySteps: number;
  readonly largestQuantity: number;
}

export interface Trade {
  readonly time: number;
  /** A number of the market's price steps; the quantity is one of its quantity steps. */
  readonly price: number;
  readonly quantity: number;
  readonly isTakerBuy: boolean;
}

const markets: readonly Market[] = [
  market("BTCUSDT", { basePrice: 52_000, priceSteps: 100, quantitySteps: 100_000, largestQuantity: 2 }),
  market("ETHUSDT", { basePrice: 2600, priceSteps: 100, quantitySteps: 10_000, largestQuantity: 30 }),
  market("BNBUSDT", { basePrice: 330, priceSteps: 100, quantitySteps: 1000, largestQuantity: 80 }),
  market("SOLUSDT", { basePrice: 105, priceSteps: 100, quantitySteps: 1000, largestQuantity: 400 }),
  market("XRPUSDT", { basePrice: 0.61, priceSteps: 10_000, quantitySteps: 10, largestQuantity: 20_000 }),
  market("DOGEUSDT", { basePrice: 0.085, priceSteps: 100_000, quantitySteps: 1, largestQuantity: 90_000 }),
];

function market(symbol: string, facts: Omit<Market, "symbol" | "seed">): Market {
  const seed = [...symbol].reduce((sum, letter) => hash(sum, letter.charCodeAt(0)), 0);
  return { symbol, seed, ...facts };
}

export const symbols: readonly string[] = markets.map(({ symbol }) => symbol);

export function findMarket(symbol: string): Market | undefined {
  return markets.find((each) => each.symbol === symbol);
}

/** How far each movement can take the price, as a part of it: the trend, its swings, and ever smaller noise. */
const movements = [
  { size: 0.25, period: 400 * day },
  { size: 0.1, period: 60 * day },
  { size: 0.04, period: 9 * day },
  { size: 0.015, period: 36 * hour },
  { size: 0.006, period: 5 * hour },
  { size: 0.0025, period: 50 * minute },
  { size: 0.0008, period: 9 * minute },
  { size: 0.0002, period: minute / 2 },
] as const;

/** Each market has its own best hour of the day. */
const dailyWave = 0.008;

function priceIn({ seed, basePrice, priceSteps }: Market, time: number): number {
  let change = dailyWave * wave(time / day + share(seed, 0));
  let movementSeed = seed;
  for (const { size, period } of movements) change += size * noise(movementSeed++, time / period);
  return Math.round(basePrice * priceSteps * (1 + change));
}

/** One trade every ten seconds, in the last millisecond: a minute has six, and the last one ends it. */
const tradeEvery = 10_000;

/** Trades are numbered; this is the last one up to and including this time. */
export function lastTradeUpTo(time: number): number {
  return Math.floor((time + 1) / tradeEvery) - 1;
}

export function tradeNumbered(number: number, { seed, ...facts }: Market): Trade {
  const time = (number + 1) * tradeEvery - 1;
  const size = share(seed - 1, number);
  return {
    time,
    price: priceIn({ seed, ...facts }, time),
    quantity: 1 + Math.floor(size * size * facts.largestQuantity * facts.quantitySteps), // most trades are small
    isTakerBuy: hash(seed - 2, number) % 2 === 1,
  };
}
