// How each Airflow makes a backfill. Airflow 2 has a command that carries it out by itself; Airflow 3 needs its scheduler,
// and the API through which tasks talk to it.

import { randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { kill } from "node:process";
import { freePort } from "../bench/free-port.ts";
import type { AirflowHome } from "./airflow-home.ts";
import type { FoundAirflow } from "./find-airflow.ts";

interface Backfill {
  readonly dagId: string;
  /** Logical dates, as Airflow writes them. */
  readonly from: string;
  readonly to: string;
}

export interface Runner {
  /** Returns how the DAG's runs ended. */
  backfill(what: Backfill): Promise<readonly string[]>;
  /** From the first start of a task to the last end, in milliseconds. */
  took(dagIds: readonly string[]): number;
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
    took: (dagIds) => timeOf(home, dagIds),
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
      // One at a time: in some lessons, runs share a file, and any of them might be the last to write it.
      const dates = ["--from-date", from, "--to-date", to, "--max-active-runs", "1"];
      await home.airflow("backfill", "create", "--dag-id", dagId, ...dates);
      // Not before: SQLite allows one writer at a time, and a command does not try again.
      const scheduler = start("scheduler");
      try {
        await untilOver(() => statesOf(home, dagId), [api, scheduler]);
      } finally {
        await end(scheduler);
      }
      return statesOf(home, dagId);
    },
    took: (dagIds) => timeOf(home, dagIds),
    close: () => end(api),
  };
}

async function untilOver(states: () => readonly string[], processes: readonly ChildProcess[]): Promise<void> {
  while (states().some((state) => state === "queued" || state === "running")) {
    if (processes.some(({ exitCode }) => exitCode !== null)) throw new Error("Airflow has ended");
    await pause(1000);
  }
}

/** Otherwise readers and writers would wait for each other. */
function letReadersRead({ database: file }: AirflowHome): void {
  const database = new DatabaseSync(file);
  database.exec("pragma journal_mode = wal");
  database.close();
}

/** In order of their dates. */
function statesOf(home: AirflowHome, dagId: string): readonly string[] {
  const rows = rowsOf(home, "select state from dag_run where dag_id = ? order by run_id", [dagId]);
  return rows.map(({ state }) => String(state));
}

function timeOf(home: AirflowHome, dagIds: readonly string[]): number {
  const days = "julianday(max(end_date)) - julianday(min(start_date))";
  const which = `dag_id in (${dagIds.map(() => "?").join()})`;
  const [row] = rowsOf(home, `select ${days} as days from task_instance where ${which}`, dagIds);
  return Math.round(Number(row?.["days"]) * 86_400_000);
}

function rowsOf(home: AirflowHome, question: string, values: readonly string[]) {
  const database = new DatabaseSync(home.database, { readOnly: true, timeout: 30_000 });
  try {
    return database.prepare(question).all(...values);
  } finally {
    database.close();
  }
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

/** Each leads a process group: the scheduler has workers. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = once(child, "exit");
  kill(-child.pid, "SIGTERM");
  const over = await Promise.race([ended.then(() => true), pause(20_000, false)]);
  if (!over) kill(-child.pid, "SIGKILL");
  await ended;
}
