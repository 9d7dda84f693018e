// Server-sent events: a stream that stays open, and beats so that nothing in between closes it.

import type { Request, Response } from "express";

/** In real milliseconds. */
const pulse = 15_000;

export interface Stream {
  send(data: string, id: number | string): void;
  /** Sends the last event: the browser need not reconnect. */
  end(event: string): void;
}

export function openStream(response: Response): Stream {
  response.set({ "Content-Type": "text/event-stream", "X-Accel-Buffering": "no" });
  response.flushHeaders();
  response.write("retry: 1000\n\n");
  const beating = setInterval(() => response.write(": still here\n\n"), pulse);
  response.once("close", () => clearInterval(beating));
  return {
    send(data, id) {
      if (response.destroyed || response.writableEnded) return;
      response.write(`id: ${id}\ndata: ${data}\n\n`);
    },
    end(event) {
      if (response.destroyed || response.writableEnded) return;
      response.end(`event: ${event}\ndata: \n\n`);
    },
  };
}

/** The id of the last event that a page has heard, where it goes on with a stream: a browser tells it by itself, or the page does. */
export function lastHeard(request: Request): string | null {
  const { after } = request.query;
  return request.get("Last-Event-ID") ?? (typeof after === "string" ? after : null);
}
