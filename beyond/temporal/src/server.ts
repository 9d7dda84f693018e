// Starts Temporal's development server.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import process from "node:process";
import { createInterface } from "node:readline";
import { asError, EnvironmentError, guard, release } from "@daglings/engine";
import { openAccess, type Access } from "./access.ts";
import { holdDatabase } from "./hold-database.ts";

/**
 * By itself the server reads each of its queues at most twenty times a second, for all workflows together: a lesson with a
 * run for each minute then takes a third longer.
 */
const readsPerSecond = 5000;

export interface ServerOptions {
  readonly program: string;
  /** Default: a free one. */
  readonly port?: number;
  /** The port of Temporal's own page; default: no page. */
  readonly uiPort?: number;
  /** One that it has besides `default`; its access is to this one. */
  readonly namespace?: string | undefined;
  /** The file in which it keeps everything; default: in memory. */
  readonly database?: string;
}

export interface DevServer {
  readonly access: Access;
  readonly process: ChildProcess;
  readonly ended: Promise<unknown>;
  close(): Promise<void>;
}

/** Resolves when it can serve. */
export async function startServer({
  program,
  port,
  uiPort,
  database,
  namespace,
}: ServerOptions): Promise<DevServer> {
  const chosen = port ?? (await freePort());
  const words = [
    "server",
    "start-dev",
    "--ip",
    "127.0.0.1",
    "--port",
    String(chosen),
    "--log-level",
    "error",
  ];
  for (const queue of ["transfer", "timer", "visibility"]) {
    words.push("--dynamic-config-value", `history.${queue}ProcessorMaxPollRPS=${readsPerSecond}`);
  }
  words.push(...(uiPort === undefined ? ["--headless"] : ["--ui-port", String(uiPort)]));
  if (namespace !== undefined) words.push("--namespace", namespace);
  const letGo = database === undefined ? () => {} : holdDatabase(database);
  if (database !== undefined) {
    words.push("--db-filename", database, "--sqlite-pragma", "journal_mode=WAL");
    words.push("--sqlite-pragma", "synchronous=NORMAL");
  }
  // Ctrl-C would end the server before the worker that still needs it; what has started it ends it.
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"], detached: true });
  const end = () => void child.kill("SIGKILL");
  process.once("exit", end); // on Windows nothing guards it
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => {
      if (child.pid !== undefined) release(child.pid);
      process.off("exit", end);
      letGo();
      resolve();
    });
  });
  const said: string[] = [];
  const serves = new Promise<void>((resolve, reject) => {
    const hear = (line: string) => {
      said.push(line);
      if (/Server:\s+/.test(line)) resolve();
    };
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", hear);
    child.once("error", reject);
    child.once("close", () => reject(new Error(said.slice(-5).join("\n"))));
  });
  // It ends with this process, even if that is killed.
  const guarded = child.pid === undefined ? undefined : guard(child.pid);
  await Promise.all([serves, guarded]).catch((cause: unknown) => {
    end();
    const why = asError(cause).message.replace(/^Error: /, "");
    const advice = why.includes("address already in use") ? "; name another port" : "";
    throw new EnvironmentError(`Temporal's server did not start: ${why}${advice}`, { cause });
  });
  return {
    access: openAccess(`127.0.0.1:${chosen}`, namespace),
    process: child,
    ended,
    async close() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, "close");
  return port;
}
