// The exchange as a task sees it. What it says about the present cannot be asked for later; what it says about a past
// minute can, and is the same each time.

import type { AveragePrice } from "../exchange/prices.ts";
import { minute, startOf, timestampText, type Moment } from "../times.ts";
import { averageOf, averagePriceShape, klinesShape, pingShape, timeShape, type Kline } from "./answers.ts";
import { Requester, type CallOptions, type ClientOptions } from "./request.ts";

export interface KlinesQuestion {
  readonly symbol: string;
  /** Default: `1m`. */
  readonly interval?: string;
  /** The first and the last moment at which a kline may open. */
  readonly startTime?: Moment;
  readonly endTime?: Moment;
  readonly limit?: number;
}

/** In milliseconds: this close to a minute's end, the present is as good; its kline may not be complete yet. */
const grace = 5000;

export class BinanceClient {
  readonly #requester: Requester;

  constructor(options: ClientOptions = {}) {
    this.#requester = new Requester(options);
  }

  /** The average over the last minutes before now. */
  async averagePrice(symbol: string, options?: CallOptions): Promise<AveragePrice> {
    return await this.#requester.ask("/api/v3/avgPrice", { symbol }, averagePriceShape, options);
  }

  /**
   * The average over the five minutes up to the end of this one. Right after it, that is the present average price. A
   * task that comes later, as a retry or a backfill does, must not take the present price for a past one, so it asks
   * the klines.
   */
  async averagePriceOf(symbol: string, moment: Moment, options?: CallOptions): Promise<AveragePrice> {
    const start = startOf(minute, moment);
    const end = start + minute;
    const now = await this.averagePrice(symbol, options);
    if (Math.abs(now.closeTime - end) < grace) return now;
    if (now.closeTime < end) await this.#checkIsOver(start, options); // or nothing was traded lately
    const startTime = { epochMilliseconds: end - now.mins * minute };
    const klines = await this.klines({ symbol, startTime, endTime: { epochMilliseconds: end - 1 } }, options);
    const average = averageOf(klines);
    if (average) return { ...average, mins: now.mins };
    throw new Error(
      `${symbol} was not traded in the minutes before ${timestampText(end)}; is that yet to come?`,
    );
  }

  /** An answer about a minute that is not over would be kept, and be wrong. */
  async #checkIsOver(start: number, options?: CallOptions): Promise<void> {
    const { epochMilliseconds } = await this.time(options);
    if (epochMilliseconds >= start + minute) return;
    const end = timestampText(start + minute);
    throw new Error(`the minute from ${timestampText(start)} is not over yet; ask again at ${end} (UTC)`);
  }

  async klines(question: KlinesQuestion, options?: CallOptions): Promise<Kline[]> {
    const { symbol, interval = "1m", startTime, endTime, limit } = question;
    const times = { startTime: startTime?.epochMilliseconds, endTime: endTime?.epochMilliseconds };
    const query = { symbol, interval, ...times, limit };
    return await this.#requester.ask("/api/v3/klines", query, klinesShape, options);
  }

  /** What was traded in the minute that the moment belongs to. */
  async klineOf(symbol: string, moment: Moment, options?: CallOptions): Promise<Kline> {
    const startTime = { epochMilliseconds: startOf(minute, moment) };
    const [kline] = await this.klines({ symbol, startTime, endTime: startTime, limit: 1 }, options);
    if (kline) return kline;
    const when = timestampText(startTime.epochMilliseconds);
    throw new Error(`${symbol} was not traded in the minute from ${when} on; is that yet to come?`);
  }

  /** The exchange's clock. */
  async time(options?: CallOptions): Promise<Temporal.Instant> {
    const time = await this.#requester.ask("/api/v3/time", {}, timeShape, options);
    return Temporal.Instant.fromEpochMilliseconds(time);
  }

  /** Throws if the exchange cannot be reached. */
  async ping(options?: CallOptions): Promise<void> {
    await this.#requester.ask("/api/v3/ping", {}, pingShape, options);
  }

  /** Ends its idle connections, so that a program that ends need not wait for them. */
  async close(): Promise<void> {
    await this.#requester.close();
  }
}
