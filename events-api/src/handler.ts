// Handlers see a request in turn: each answers it, or passes it on, with or without an error.

import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** Whatever a handler throws or passes on goes to `onError`. */
export function inTurn(
  handlers: readonly Handler[],
  onError: (error: unknown, response: ServerResponse) => void,
): RequestListener {
  return (request, response) => {
    const goOn = (turn: number, error?: unknown) => {
      if (error !== undefined) return onError(error, response);
      try {
        handlers[turn]?.(request, response, (later) => goOn(turn + 1, later));
      } catch (thrown) {
        onError(thrown, response);
      }
    };
    goOn(0);
  };
}
