// Starts a mock exchange on a port, and returns what can be done with it.

import { once } from "node:events";
import type { Server } from "node:http";
import { getBuiltinModule } from "node:process";
import { faults, type Faults } from "./faults.ts";
import { requestLog, type RecordedRequest } from "./request-log.ts";

// Importing node:http evaluates all its exports, and so loads undici for its WebSocket, which takes as long as Node itself.
const { createServer } = getBuiltinModule("node:http");

export interface ExchangeOptions {
  /** The exchange's clock, in epoch milliseconds: a lesson gives its simulated one. */
  readonly now: () => number;
  /** 0 means any free one. */
  readonly port?: number;
  readonly host?: string;
  /** How many requests it remembers. */
  readonly keep?: number;
}

export interface Exchange extends Pick<Faults, "setFaults" | "failNext"> {
  /** Where a program on this machine reaches it, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** The newest requests, the earliest first, as they are at this moment. */
  readonly requests: readonly RecordedRequest[];
  /** Forgets the requests, and cancels what was ordered with setFaults and failNext. */
  clear(): void;
  /** Ends every connection, even those with a delayed request. */
  close(): Promise<void>;
}

export async function startExchange({
  now,
  port = 0,
  host = "127.0.0.1",
  keep = 1000,
}: ExchangeOptions): Promise<Exchange> {
  const { exchangeApp } = await import("./app.ts"); // Express takes a while to load, which only a server needs
  const log = requestLog(keep, now);
  const { cause, setFaults, failNext, clear } = faults(now);
  const server = createServer(exchangeApp({ now, before: [log.record, cause] }));
  server.listen(port, host);
  await once(server, "listening");
  return {
    ...addressOf(server),
    get requests() {
      return log.list();
    },
    setFaults,
    failNext,
    clear() {
      log.clear();
      clear();
    },
    close: () => closeServer(server),
  };
}

/** A server that listens everywhere is reached at the machine's own address. */
function addressOf(server: Server): { readonly url: string; readonly port: number } {
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("the server has no port");
  const address = bound.address === "0.0.0.0" || bound.address === "::" ? "127.0.0.1" : bound.address;
  const host = address.includes(":") ? `[${address}]` : address;
  return { url: `http://${host}:${bound.port}`, port: bound.port };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
