// Starts an events API on a port, and returns what can be done with it.

import { once } from "node:events";
import type { Server } from "node:http";
import { getBuiltinModule } from "node:process";
import { eventsApp } from "./app.ts";
import { requestLog, type RecordedRequest, type RequestLogOptions } from "./request-log.ts";
import { trouble, type Trouble } from "./trouble.ts";
import { urlOf } from "./url.ts";
import { checkWholeNumber } from "./whole-number.ts";

// Importing node:http evaluates all its exports, and so loads undici for its WebSocket, which takes as long as Node itself.
const { createServer } = getBuiltinModule("node:http");

export interface EventsApiOptions extends Partial<RequestLogOptions> {
  /** 0 means any free one. */
  readonly port?: number;
  readonly host?: string;
  /** Another whole number gives other events. */
  readonly seed?: number;
}

export interface EventsApi extends Pick<
  Trouble,
  "failNext" | "failWhile" | "delayNext" | "serveTogether" | "cutNext"
> {
  /** Where a program on this machine reaches it, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** The newest requests, the earliest first, as they are at this moment. */
  readonly requests: readonly RecordedRequest[];
  /** Forgets the requests, and cancels what was ordered with failNext and the like. */
  clear(): void;
  /** Ends every connection, even those with a delayed request. */
  close(): Promise<void>;
}

export async function startEventsApi({
  port = 0,
  host = "127.0.0.1",
  seed = 0,
  keep = 1000,
  now,
}: EventsApiOptions = {}): Promise<EventsApi> {
  checkWholeNumber("seed", seed, Number.MIN_SAFE_INTEGER);
  checkWholeNumber("keep", keep, 0);
  const log = requestLog({ keep, now });
  const { cause, clear, ...orders } = trouble();
  const server = createServer(eventsApp({ seed, before: [log.record, cause] }));
  server.listen(port, host);
  await once(server, "listening");

  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("the server has no port");
  return {
    url: urlOf(bound.address, bound.port),
    port: bound.port,
    get requests() {
      return log.list();
    },
    ...orders,
    clear() {
      log.clear();
      clear();
    },
    close: () => closeServer(server),
  };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
