// The HTTP side: it turns the table of endpoints into routes. Input is checked before it is used; a refusal is a status
// and one sentence.

import express, { type Express, type RequestHandler } from "express";
import { answerErrors } from "./answer-errors.ts";
import { approvalEndpoints } from "./approvals.ts";
import { assetEndpoints } from "./assets.ts";
import { inputCheck } from "./check.ts";
import { clearEndpoints } from "./clear.ts";
import { dagEndpoints } from "./dags.ts";
import type { Endpoint } from "./endpoint.ts";
import { eventEndpoints } from "./events.ts";
import { fileEndpoints } from "./files.ts";
import { flowEndpoints } from "./flows.ts";
import type { Guard } from "./guard.ts";
import type { Hub } from "./hub.ts";
import { lineageEndpoints } from "./lineage.ts";
import { metricEndpoints } from "./metrics.ts";
import { openApi } from "./openapi.ts";
import { Refusal } from "./refusal.ts";
import { runEndpoints } from "./runs.ts";
import { settingEndpoints } from "./settings.ts";

/** The size of a request's body, in bytes: a trigger's conf is the largest thing that anybody sends. */
const mostBody = 1024 * 1024;

export const endpoints: readonly Endpoint[] = [
  ...dagEndpoints,
  ...runEndpoints,
  ...clearEndpoints,
  ...approvalEndpoints,
  ...assetEndpoints,
  ...flowEndpoints,
  ...settingEndpoints,
  ...eventEndpoints,
  ...fileEndpoints,
  ...lineageEndpoints,
  ...metricEndpoints,
];

export function apiApp(hub: Hub, guard: Guard, version: string): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag"); // states change, and a client that asks wants the present ones
  app.set("query parser", "simple");
  app.use((_request, response, next) => {
    response.set({ "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" });
    next();
  });
  const readBody = express.json({ limit: mostBody, strict: false, type: () => true });
  for (const endpoint of endpoints) {
    // A caller without permission does not get as far as sending a body.
    const admit: RequestHandler = (request, _response, next) => {
      guard.admit(request, endpoint.access);
      next();
    };
    app[endpoint.method](routeOf(endpoint.path), admit, readBody, handlerOf(endpoint, hub));
  }
  app.get("/api/openapi.json", (request, response) => {
    guard.admit(request, "viewer");
    response.json(openApi(endpoints, version));
  });
  app.use(refuseUnknown(guard));
  app.use(answerErrors({ server: "the API", mostBody }));
  return app;
}

/** Turns OpenAPI's way to write a path into Express's. */
function routeOf(path: string): string {
  return path.replace("{*path}", "*path").replaceAll(/\{(\w+)\}/g, ":$1");
}

function handlerOf(endpoint: Endpoint, hub: Hub): RequestHandler {
  const check = inputCheck(endpoint);
  return async (request, response) => {
    const path = Object.fromEntries(
      Object.entries(request.params).map(([name, value]) => [name, [value].flat().join("/")]),
    );
    const asked = {
      hub,
      path,
      query: check.query(request.query),
      body: check.body(endpoint.body ? (request.body as unknown) : undefined),
      request,
      response,
    };
    response.status(endpoint.answer.status);
    const answer = await endpoint.handle(asked);
    if (answer === undefined) return; // it has answered itself
    response.json(answer);
  };
}

const refuseUnknown =
  (guard: Guard): RequestHandler =>
  (request, response) => {
    guard.admit(request, "viewer"); // callers without permission learn nothing about what exists
    const { method, path } = request;
    const methods = endpoints
      .filter((each) => pattern(each.path).test(path))
      .map((each) => each.method.toUpperCase());
    if (methods.length > 0) {
      response.set("Allow", methods.join(", "));
      throw new Refusal(405, `${path} cannot be asked with ${method}; use ${methods.join(" or ")}`);
    }
    throw new Refusal(404, `there is nothing at ${path}; GET /api/openapi.json lists what there is`);
  };

function pattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\*\w+\}/g, ".+").replaceAll(/\{\w+\}/g, "[^/]+")}$`);
}
