// What the API can be asked, as data: routes, checks of input, OpenAPI and docs/api.md are all made from it.

import type { Request, Response } from "express";
import type { Hub } from "./hub.ts";
import type { Schema } from "./schema.ts";

/** A viewer may look; an operator may also act. */
export type Access = "viewer" | "operator";

export interface Endpoint {
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  /** As OpenAPI writes it: `/api/dags/{dagId}`. */
  readonly path: string;
  readonly access: Access;
  /** One line. */
  readonly summary: string;
  /** Query parameters. A parameter of the path is a text. */
  readonly query?: Readonly<Record<string, Schema>>;
  /** Headers that are read. */
  readonly headers?: Readonly<Record<string, Schema>>;
  readonly body?: Schema;
  readonly answer: Answer;
  /** Its return value is the answer's body; undefined: it has answered itself. */
  readonly handle: (asked: Asked) => unknown;
}

interface Answer {
  readonly status: 200 | 201;
  readonly description: string;
  /** Default: JSON of this schema. */
  readonly schema?: Schema;
  readonly contentType?:
    | "application/openmetrics-text; version=1.0.0; charset=utf-8"
    | "text/event-stream"
    | "text/plain; charset=utf-8"
    | "application/octet-stream";
}

/** A request whose input has been checked. */
export interface Asked {
  readonly hub: Hub;
  readonly path: Readonly<Record<string, string>>;
  /** With the types of their schemas. */
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly request: Request;
  readonly response: Response;
}
