// For tests: their own PostgreSQL server, in a temporary folder that goes when they end.

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { env, getuid, platform } from "node:process";

export interface Server {
  /** Each call makes an empty database. */
  newDatabase(): string;
  url(database: string): string;
  readonly port: number;
  readonly password: string;
  /** Carries out SQL as the owner of everything, by psql. */
  sql(url: string, statement: string): string;
  start(): void;
  /** Like a crash: connections break at once. */
  stop(): void;
  restart(): Promise<void>;
  remove(): void;
}

const howToInstall =
  "PostgreSQL is not on this machine: sudo apt-get install postgresql, or brew install postgresql";

/** Where its programs are: on the PATH, or where Debian puts them. null: nowhere. */
function findPrograms(): string | null {
  const has = (folder: string) =>
    ["initdb", "pg_ctl", "psql"].every((each) => existsSync(join(folder, each)));
  const configured = spawnSync("pg_config", ["--bindir"], { encoding: "utf8" }).stdout?.trim();
  const debian = globSync("/usr/lib/postgresql/*/bin").toSorted().toReversed();
  const folders = [...(env["PATH"] ?? "").split(delimiter), configured ?? "", ...debian];
  return folders.find((folder) => folder !== "" && has(folder)) ?? null;
}

export const isThere = findPrograms() !== null;
/** For the names of skipped tests. */
export const hint = isThere ? "" : ` (${howToInstall})`;

/** It refuses to run as root: then it runs as nobody. */
function someUser(): { readonly uid?: number; readonly gid?: number } {
  if (platform === "win32" || getuid?.() !== 0) return {};
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}

/** Durable: what is committed survives a power cut, as usual. Tests can do without. */
export async function startServer({ isDurable = false } = {}): Promise<Server> {
  const programs = findPrograms();
  if (programs === null) throw new Error(howToInstall);
  const folder = mkdtempSync(join(tmpdir(), "daglings-postgres-"));
  const user = someUser();
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const password = "pass:w@rd";
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, password, { mode: 0o644 });
  const data = join(folder, "data");
  const login = ["--username=ann", "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  execFileSync(join(programs, "initdb"), [...login, "--no-sync", "--encoding=UTF8", "--locale=C", data], {
    ...user,
    cwd: folder,
    stdio: "pipe",
  });
  const port = await freePort();
  const fast = isDurable ? [] : ["fsync=off", "full_page_writes=off"];
  const settings = [
    "listen_addresses=127.0.0.1",
    `port=${port}`,
    "unix_socket_directories=",
    "shared_buffers=16MB",
    ...fast,
  ];
  const flags = settings.map((each) => `-c ${each}`).join(" ");
  let databases = 0;

  const control = (...words: string[]) => {
    const common = ["-D", data, "-s", "-w", "-m", "immediate", "-l", join(folder, "log"), "-o", flags];
    return {
      program: join(programs, "pg_ctl"),
      words: [...words, ...common],
      options: { ...user, cwd: folder },
    };
  };
  const tell = (word: string) => {
    const { program, words, options } = control(word);
    execFileSync(program, words, { ...options, stdio: "ignore" });
  };
  const url = (database: string) =>
    `postgres://ann:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  const sql = (database: string, statement: string) =>
    execFileSync(
      join(programs, "psql"),
      ["-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement],
      {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      },
    ).trim();

  tell("start");
  return {
    port,
    password,
    url,
    sql,
    start: () => tell("start"),
    stop: () => tell("stop"),
    async restart() {
      const { program, words, options } = control("restart");
      await once(spawn(program, words, { ...options, stdio: "ignore" }), "exit");
    },
    newDatabase() {
      const name = `test_${++databases}`;
      sql(url("postgres"), `CREATE DATABASE ${name}`);
      return url(name);
    },
    remove() {
      tell("stop");
      rmSync(folder, { recursive: true });
    },
  };
}

/** Below those that the system gives away: nobody else is given it while the server is stopped, or not yet started. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer().listen(port, "127.0.0.1");
    const isFree = await once(server, "listening").then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, "close");
    return port;
  }
}
