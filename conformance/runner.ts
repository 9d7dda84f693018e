// How a backfill is made in each Airflow. Airflow 2 has a command that carries it out by itself; Airflow 3 needs its
// scheduler, and the API through which a task speaks with it.

import { randomBytes } from "node:crypto";
import { createServer, type AddressInfo } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { kill } from "node:process";
import type { AirflowHome } from "./airflow-home.ts";
import type { FoundAirflow } from "./find-airflow.ts";

interface Backfill {
  readonly dagId: string;
  /** Logical dates, as Airflow writes them. */
  readonly from: string;
  readonly to: string;
}

export interface Runner {
  /** Returns how the DAG's runs have ended. */
  backfill(what: Backfill): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function openRunner(airflow: FoundAirflow, home: AirflowHome): Promise<Runner> {
  await home.airflow("db", "migrate");
  letReadersRead(home);
  return airflow.version === 2 ? runner2(home) : await runner3(airflow, home);
}

function runner2(home: AirflowHome): Runner {
  return {
    async backfill({ dagId, from, to }) {
      await home.airflow("dags", "backfill", "--start-date", from, "--end-date", to, dagId);
      return statesOf(home, dagId);
    },
    close: () => Promise.resolve(),
  };
}

async function runner3({ python }: FoundAirflow, home: AirflowHome): Promise<Runner> {
  const port = await freePort();
  Object.assign(home.variables, {
    AIRFLOW__API__PORT: String(port),
    AIRFLOW__API__WORKERS: "1",
    AIRFLOW__API_AUTH__JWT_SECRET: randomBytes(32).toString("hex"),
    AIRFLOW__CORE__EXECUTION_API_SERVER_URL: `http://127.0.0.1:${port}/execution/`,
    AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS: "True",
  });
  await home.airflow("dags", "reserialize");
  const start = (...words: string[]) =>
    spawn(python, ["-m", "airflow", ...words], {
      cwd: home.path,
      env: home.variables,
      stdio: "ignore",
      detached: true,
    });
  const api = start("api-server", "--port", String(port));
  await untilItAnswers(port, api);
  return {
    async backfill({ dagId, from, to }) {
      await home.airflow("dags", "unpause", "--yes", dagId);
      const dates = ["--from-date", from, "--to-date", to];
      await home.airflow("backfill", "create", "--dag-id", dagId, ...dates, "--max-active-runs", "2");
      // Not before: SQLite lets one write at a time, and a command does not try again.
      const scheduler = start("scheduler");
      try {
        await untilOver(() => statesOf(home, dagId), [api, scheduler]);
      } finally {
        await end(scheduler);
      }
      return statesOf(home, dagId);
    },
    close: () => end(api),
  };
}

async function untilOver(states: () => readonly string[], processes: readonly ChildProcess[]): Promise<void> {
  while (states().some((state) => state === "queued" || state === "running")) {
    if (processes.some(({ exitCode }) => exitCode !== null)) throw new Error("Airflow has ended");
    await pause(1000);
  }
}

/** Otherwise a reader and a writer would wait for each other. */
function letReadersRead({ database: file }: AirflowHome): void {
  const database = new DatabaseSync(file);
  database.exec("pragma journal_mode = wal");
  database.close();
}

/** In the order of their dates. */
function statesOf(home: AirflowHome, dagId: string): readonly string[] {
  const database = new DatabaseSync(home.database, { readOnly: true, timeout: 30_000 });
  try {
    const rows = database.prepare("select state from dag_run where dag_id = ? order by run_id").all(dagId);
    return rows.map(({ state }) => String(state));
  } finally {
    database.close();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function untilItAnswers(port: number, api: ChildProcess): Promise<void> {
  const isThere = () =>
    fetch(`http://127.0.0.1:${port}/execution/health`).then(
      () => true,
      () => false,
    );
  while (!(await isThere())) {
    if (api.exitCode !== null) throw new Error("Airflow's API has not started");
    await pause(500);
  }
}

/** Each leads a group: the scheduler has workers. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = once(child, "exit");
  kill(-child.pid, "SIGTERM");
  const over = await Promise.race([ended.then(() => true), pause(20_000, false)]);
  if (!over) kill(-child.pid, "SIGKILL");
  await ended;
}
