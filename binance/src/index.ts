// The public API of the Binance room.

export { BinanceClient, type KlinesQuestion } from "./client/client.ts";
export type { Kline } from "./client/answers.ts";
export type { CallOptions, ClientOptions } from "./client/request.ts";
export { ExchangeError, type FailureReason } from "./client/failure.ts";

export { startExchange, type Exchange, type ExchangeOptions } from "./exchange/start.ts";
export type { Fault, TimedFault } from "./exchange/faults.ts";
export type { RecordedRequest } from "./exchange/request-log.ts";
export { symbols } from "./exchange/market.ts";
export { averagePrice, priceAt, type AveragePrice } from "./exchange/prices.ts";

export { mergeRow, readRows } from "./series/files.ts";
export {
  days,
  hours,
  minutes,
  type DayRow,
  type HourRow,
  type MinuteRow,
  type Row,
  type Series,
} from "./series/series.ts";
export {
  dayRow,
  hourRow,
  minuteRow,
  pointsOf,
  writeDay,
  writeHour,
  type DayFacts,
  type HourFacts,
} from "./aggregate.ts";
export { parseDecimal } from "./decimal.ts";
export { drawChart, type ChartOptions } from "./chart.ts";
export type { Moment } from "./times.ts";
