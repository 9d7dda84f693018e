// Opens the API on a port, and closes it again.

import { once } from "node:events";
import { createServer } from "node:http";
import { isIPv6 } from "node:net";
import { EnvironmentError } from "@daglings/engine";
import { apiApp } from "./api/app.ts";
import { makeGuard, type Tokens } from "./api/guard.ts";
import type { Hub } from "./api/hub.ts";

export interface ServeOptions {
  readonly hub: Hub;
  /** 0: any free port. */
  readonly port: number;
  /** Default: this machine alone. */
  readonly host?: string;
  /** Needed if others can reach it. */
  readonly tokens?: Tokens | null;
  readonly version: string;
}

export interface ServedApi {
  /** Where programs reach it: on this machine, or by the name under which it listens. */
  readonly address: string;
  close(): Promise<void>;
}

export async function serveApi({
  hub,
  port,
  host = "127.0.0.1",
  tokens = null,
  version,
}: ServeOptions): Promise<ServedApi> {
  const server = createServer(apiApp(hub, makeGuard({ tokens, host }), version));
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EnvironmentError(
      `the API cannot listen on ${host}:${port} (${reason}); name another port with --port, or 0 for any`,
      { cause },
    );
  }
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("the server has no port");
  return {
    address: `http://${reachable(host)}:${bound.port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A server that listens everywhere listens here, too; one that listens at one address, or by one name, only there. */
function reachable(host: string): string {
  if (["0.0.0.0", "::", "localhost"].includes(host)) return "127.0.0.1";
  return isIPv6(host) ? `[${host}]` : host;
}
