// The HTTP side: which path answers what.

import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import { eventsBetween } from "./events.ts";
import { readRange } from "./range.ts";
import { Refusal, type RefusalFacts } from "./refusal.ts";

export interface AppOptions {
  readonly seed: number;
  /** What sees each request first, in this order. */
  readonly before: readonly RequestHandler[];
}

export function eventsApp({ seed, before }: AppOptions): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag"); // who asks twice gets the events twice, and never an empty 304

  for (const handler of before) app.use(handler);
  app.get("/health", (_request, response) => {
    response.json({ status: "healthy" });
  });
  app.get("/events", (request, response) => {
    const { start, end } = readRange(queryOf(request.originalUrl));
    response.json(eventsBetween(start, end, seed));
  });
  app.all(["/health", "/events"], refuseMethod);
  app.use(refusePath);
  app.use(answerError);
  return app;
}

function queryOf(url: string): URLSearchParams {
  const mark = url.indexOf("?");
  return new URLSearchParams(mark === -1 ? "" : url.slice(mark));
}

const refuseMethod: RequestHandler = ({ method, path }, response) => {
  response.set("Allow", "GET, HEAD");
  const message = `${path} cannot be asked with ${method}; use GET`;
  throw new Refusal({ status: 405, parameter: "method", value: method, message });
};

const refusePath: RequestHandler = ({ path }) => {
  const message = `there is no path ${path}; the paths are /events and /health`;
  throw new Refusal({ status: 404, parameter: "path", value: path, message });
};

const answerError: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  const { status, ...facts } = error instanceof Refusal ? error.facts : bug(error);
  response.status(status).json({ error: facts });
};

function bug(error: unknown): RefusalFacts {
  const message = `the events API has a bug: ${String(error)}`;
  return { status: 500, parameter: null, value: null, message };
}
