// The HTTP side of the exchange: which path answers what.

import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import { klinesAt } from "./klines.ts";
import { checkNames, readKlines, readSymbol } from "./parameters.ts";
import { averagePrice } from "./prices.ts";
import { Refusal, refusalBody } from "./refusal.ts";

export interface AppOptions {
  readonly now: () => number;
  /** The handlers that see each request first, in this order. */
  readonly before: readonly RequestHandler[];
}

export function exchangeApp({ now, before }: AppOptions): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag"); // prices change
  app.disable("query parser"); // each parameter is checked below

  for (const handler of before) app.use(handler);
  const answer = (path: string, names: readonly string[], body: (query: URLSearchParams) => unknown) =>
    app.get(path, ({ originalUrl }, response) => {
      const query = queryOf(originalUrl);
      checkNames(query, names);
      response.json(body(query));
    });

  answer("/api/v3/ping", [], () => ({}));
  answer("/api/v3/time", [], () => ({ serverTime: now() }));
  answer("/api/v3/avgPrice", ["symbol"], (query) =>
    averagePrice(readSymbol(query).symbol, { epochMilliseconds: now() }),
  );
  answer("/api/v3/klines", ["symbol", "interval", "startTime", "endTime", "limit"], (query) =>
    klinesAt(now(), readSymbol(query), readKlines(query)),
  );
  app.use(refusePath);
  app.use(answerError);
  return app;
}

function queryOf(url: string): URLSearchParams {
  const mark = url.indexOf("?");
  return new URLSearchParams(mark === -1 ? "" : url.slice(mark));
}

const refusePath: RequestHandler = ({ method, path }) => {
  const known = "GET /api/v3/avgPrice, klines, time and ping";
  const message = `the mock exchange has no ${method} ${path}; it has ${known}`;
  throw new Refusal({ status: 404, code: -1000, message });
};

const answerError: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  const { facts } = error instanceof Refusal ? error : bug(error);
  if (facts.retryAfter !== undefined) response.set("Retry-After", String(facts.retryAfter));
  response.status(facts.status).json(refusalBody(facts));
};

function bug(error: unknown): Refusal {
  return new Refusal({ status: 500, code: -1000, message: `the mock exchange has a bug: ${String(error)}` });
}
