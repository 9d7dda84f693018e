// The HTTP side: which path answers what. Two paths need no framework, and every lesson and every process of a check
// would wait for one to load.

import type { RequestListener, ServerResponse } from "node:http";
import { eventsBetween } from "./events.ts";
import { inTurn, type Handler } from "./handler.ts";
import { readRange } from "./range.ts";
import { Refusal, type RefusalFacts } from "./refusal.ts";

export interface AppOptions {
  readonly seed: number;
  /** The handlers that see each request first, in this order. */
  readonly before: readonly Handler[];
}

type Answer = (query: URLSearchParams) => unknown;

export function eventsApp({ seed, before }: AppOptions): RequestListener {
  const answers = new Map<string, Answer>([
    ["/health", () => ({ status: "healthy" })],
    ["/events", (query) => eventsOfQuery(query, seed)],
  ]);
  const answer: Handler = ({ method = "", url = "" }, response) => {
    const { path, query } = partsOf(url);
    const body = answers.get(path.toLowerCase().replace(/(.)\/$/, "$1"));
    if (body === undefined) throw unknownPath(path);
    if (method !== "GET" && method !== "HEAD") throw wrongMethod(method, path);
    answerJson(response, 200, body(query));
  };
  return inTurn([...before, answer], answerError);
}

function eventsOfQuery(query: URLSearchParams, seed: number): unknown {
  const { start, end } = readRange(query);
  return eventsBetween(start, end, seed);
}

/** A client that takes this server for a proxy sends the whole address. */
function partsOf(url: string): { readonly path: string; readonly query: URLSearchParams } {
  const [, path = "", query = ""] = /^(?:https?:\/\/[^/?]*)?([^?]*)(.*)$/s.exec(url) ?? [];
  return { path, query: new URLSearchParams(query) };
}

function wrongMethod(method: string, path: string): Refusal {
  const message = `${path} cannot be asked with ${method}; use GET`;
  return new Refusal({ status: 405, parameter: "method", value: method, message });
}

function unknownPath(path: string): Refusal {
  const message = `there is no path ${path}; the paths are /events and /health`;
  return new Refusal({ status: 404, parameter: "path", value: path, message });
}

function answerError(error: unknown, response: ServerResponse): void {
  const { status, ...facts } = error instanceof Refusal ? error.facts : bug(error);
  if (facts.parameter === "method") response.setHeader("Allow", "GET, HEAD");
  answerJson(response, status, { error: facts });
}

function answerJson(response: ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": body.length,
  });
  response.end(body); // for HEAD, Node itself sends only the headers
}

function bug(error: unknown): RefusalFacts {
  const message = `the events API has a bug: ${String(error)}`;
  return { status: 500, parameter: null, value: null, message };
}
