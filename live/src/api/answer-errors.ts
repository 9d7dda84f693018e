// What a request gets that cannot be answered: a status, and one sentence.

import type { ErrorRequestHandler } from "express";
import { EnvironmentError, UsageError } from "@daglings/engine";
import { Refusal } from "./refusal.ts";

interface AnsweringOptions {
  /** Whose bug it is where nobody has foreseen the error: "the API". */
  readonly server: string;
  /** The size of a request's body, in bytes. */
  readonly mostBody: number;
}

export function answerErrors({ server, mostBody }: AnsweringOptions): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const { status, message } = refusalOf(error);
    response.status(status).json({ error: { message } });
  };

  function refusalOf(error: unknown): { readonly status: number; readonly message: string } {
    if (error instanceof Refusal) return error;
    if (error instanceof UsageError) return { status: 400, message: error.message };
    if (error instanceof EnvironmentError) return { status: 503, message: error.message };
    if (isOfExpress(error)) return { status: error.status, message: requestTrouble(error.type) };
    return { status: 500, message: `${server} has a bug: ${String(error)}` };
  }

  function requestTrouble(type: string | undefined): string {
    if (type === "entity.too.large") return `the body is too large; send at most ${mostBody} bytes`;
    if (type === "entity.parse.failed") return "the body is not JSON; send an object, or nothing";
    return "the request cannot be read; send a path and a body in UTF-8";
  }
}

/** What Express itself refuses: a body, or a path that cannot be decoded. */
function isOfExpress(error: unknown): error is { readonly status: number; readonly type?: string } {
  if (typeof error !== "object" || error === null || !("status" in error)) return false;
  return typeof error.status === "number" && error.status >= 400 && error.status < 500;
}
