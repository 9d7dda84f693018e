// What nothing can beat on this machine: bare commits, calls, processes, and an HTTP server that does nothing else.

import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { execPath } from "node:process";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { LoadOrder, LoadReport } from "./load.ts";
import { converted, inFolder, median, tell, timed, type BenchOptions } from "./measure.ts";
import { title } from "./report.ts";

const load = fileURLToPath(new URL("./load.ts", import.meta.url));

export async function benchFloors({ isQuick }: BenchOptions): Promise<void> {
  title("Floors: what the machine itself needs");
  const many = isQuick ? 50 : 500;
  for (const synchronous of ["FULL", "NORMAL"] as const) {
    const value = await median(5, () => commits(synchronous, many));
    const each = converted(value, (time) => (time / many) * 1000);
    tell({ what: `a bare SQLite commit, synchronous=${synchronous}`, value: each, unit: "µs" });
  }
  const calls = await median(5, () => timed(() => callMany(many * 20)));
  tell({
    what: "a bare call of fib(10)",
    value: converted(calls, (t) => (t / many / 20) * 1000),
    unit: "µs",
  });
  for (const [what, program, args] of processes) {
    const value = await median(7, () => timed(() => spawnSync(program, args)));
    tell({ what: `a process: ${what}`, value, unit: "ms" });
  }
  const value = await median(3, () => requests(isQuick ? 0.5 : 3));
  tell({ what: "plain node:http, a body of 20 kB", value, unit: "requests/s", moreIsBetter: true });
}

const processes = [
  ["true", "true", []],
  ["bash -c true", "bash", ["-c", "true"]],
  ["Node that does nothing", execPath, ["--eval", "0"]],
] as const;

/** In milliseconds. Each commit has one row. */
export async function commits(synchronous: "FULL" | "NORMAL", count: number): Promise<number> {
  return inFolder((folder) => {
    const database = new DatabaseSync(join(folder, "floor.db"));
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`);
    database.exec("CREATE TABLE events (id INTEGER PRIMARY KEY, what TEXT)");
    const insert = database.prepare("INSERT INTO events (what) VALUES (?)");
    const time = timed(() => {
      for (let index = 0; index < count; index++) insert.run("success"); // each a transaction of its own
    });
    return time.finally(() => database.close());
  });
}

function fib(n: number): number {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

function callMany(count: number): void {
  for (let index = 0; index < count; index++) fib(10);
}

/** Per second. */
async function requests(seconds: number): Promise<number> {
  const body = Buffer.alloc(20_000, "x");
  const server = createServer((_request, response) => response.end(body)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  try {
    const order: LoadOrder = { url: `http://127.0.0.1:${port}/`, seconds, rate: null };
    const { stdout } = await promisify(execFile)(execPath, [load, JSON.stringify(order)]);
    const report = JSON.parse(stdout) as LoadReport;
    return report.requests / report.seconds;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
