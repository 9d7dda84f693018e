// For tests: servers that end with the test, and requests that fetch would correct on the way.

import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { startEventsApi, type EventsApi, type EventsApiOptions } from "./start.ts";

export const day = (date: string) => Temporal.PlainDate.from(date);

export async function startForTest(options: EventsApiOptions = {}): Promise<EventsApi> {
  const api = await startEventsApi(options);
  onTestFinished(() => api.close());
  return api;
}

/** Any HTTP server; returns its port. */
export async function serveForTest(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

/** What a server answers to exactly these bytes, until it ends the connection. */
export async function rawAnswer(port: number, request: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(request);
  return await text(socket);
}
