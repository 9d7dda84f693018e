// Puts the classroom on a port, and takes it off again.

import { once } from "node:events";
import { createServer } from "node:http";
import { isIPv6 } from "node:net";
import { EnvironmentError } from "@daglings/engine";
import { makeGuard, type Tokens } from "@daglings/live";
import { classroomApp } from "./app.ts";
import type { Desk } from "./desk.ts";
import type { SchedulerDoor } from "./live-door.ts";
import { openLessonRuns } from "./runs.ts";

export interface ClassroomOptions {
  readonly desk: Desk;
  /** Where the built page is. */
  readonly pageFolder: string;
  /** Where the page's runs lie, each in a folder of its own. */
  readonly runsFolder: string;
  readonly port: number;
  readonly host: string;
  /** Needed wherever others can reach it. */
  readonly tokens: Tokens | null;
  readonly door: SchedulerDoor;
}

export interface Classroom {
  readonly address: string;
  close(): Promise<void>;
}

export async function openClassroom(options: ClassroomOptions): Promise<Classroom> {
  const { desk, pageFolder, runsFolder, port, host, tokens, door } = options;
  const runs = openLessonRuns(runsFolder);
  const guard = makeGuard({ tokens, host });
  const app = classroomApp({ desk, runs, guard, pageFolder, door, needsToken: tokens !== null });
  const server = createServer(app);
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (cause) {
    runs.close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EnvironmentError(
      `the classroom cannot listen on ${host}:${port} (${reason}); name another port with --port, or 0 for any`,
      { cause },
    );
  }
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("the server has no port");
  const name = ["0.0.0.0", "::", "localhost"].includes(host)
    ? "127.0.0.1"
    : isIPv6(host)
      ? `[${host}]`
      : host;
  return {
    address: `http://${name}:${bound.port}`,
    async close() {
      runs.close();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
