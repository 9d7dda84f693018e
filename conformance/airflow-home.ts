// A home for an Airflow, for as long as the comparison takes: its settings, its database, the folder of its DAGs and the
// folder in which tasks work. It is in memory if the system has such a folder, because Airflow writes a lot.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process, { env, execPath, kill } from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { kitFolder } from "@daglings/stage";
import { tell } from "../compose/trial/tool.ts";
import type { FoundAirflow } from "./find-airflow.ts";

export interface AirflowHome {
  readonly path: string;
  readonly database: string;
  /** The folder in which tasks work. */
  readonly work: string;
  readonly variables: NodeJS.ProcessEnv;
  emptyWork(): void;
  addDag(name: string, text: string): void;
  /** Runs the command `airflow`. */
  airflow(...words: string[]): Promise<string>;
  /** Starts one of its programs. */
  start(...words: string[]): Started;
  close(): void;
}

export interface Started {
  readonly child: ChildProcess;
  end(): Promise<void>;
}

/** `variables`: the ones by which tasks find the servers. */
export function openHome({ python, version }: FoundAirflow, variables: NodeJS.ProcessEnv): AirflowHome {
  const memory = "/dev/shm";
  const path = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), "daglings-airflow-"));
  const [dags, work, database] = ["dags", "work", "airflow.db"].map((name) => join(path, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [dags, work]) mkdirSync(folder);
  const { hostname, port } = new URL(env["SMTP_URL"] ?? "smtp://127.0.0.1:25");
  const plain = {
    conn_type: "smtp",
    host: hostname,
    port: Number(port),
    extra: { disable_ssl: true, disable_tls: true },
  };
  const all = {
    ...env,
    ...variables,
    AIRFLOW_HOME: path,
    AIRFLOW__CORE__DAGS_FOLDER: dags,
    AIRFLOW__CORE__LOAD_EXAMPLES: "False",
    // A backfill of Airflow 2 begins with all of its runs: their tasks must not overtake each other.
    AIRFLOW__CORE__PARALLELISM: version === 2 ? "1" : "2",
    _AIRFLOW__SKIP_DATABASE_EXECUTOR_COMPATIBILITY_CHECK: "1", // with one worker, SQLite is as good as any
    AIRFLOW__DATABASE__SQL_ALCHEMY_CONN: `sqlite:///${database}?timeout=60`,
    AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE: "False", // nothing outside the backfill must run
    AIRFLOW__SMTP__SMTP_HOST: hostname,
    AIRFLOW__SMTP__SMTP_PORT: port,
    AIRFLOW__SMTP__SMTP_STARTTLS: "False",
    AIRFLOW_CONN_SMTP_DEFAULT: JSON.stringify(plain),
    DAGLINGS_HOME: kitFolder,
    DAGLINGS_FOLDER: work,
    DAGLINGS_NODE: execPath,
    PATH: `${dirname(python)}:${env["PATH"] ?? ""}`,
    PYTHONWARNINGS: "ignore",
  };
  const started: ChildProcess[] = [];
  const remove = () => rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  /** However this process ends: its programs are in groups of their own, and would go on. */
  const leave = () => {
    for (const child of started) stop(child, "SIGKILL");
    remove();
  };
  process.once("exit", leave);
  return {
    path,
    database,
    work,
    variables: all,
    emptyWork() {
      rmSync(work, { recursive: true });
      mkdirSync(work);
    },
    addDag: (name, text) => writeFileSync(join(dags, `${name}.py`), text),
    airflow: (...words) => tell([python, "-m", "airflow", ...words], { env: all, cwd: path }),
    start(...words) {
      // It leads a process group: the scheduler has workers.
      const options = { env: all, cwd: path, stdio: "ignore", detached: true } as const;
      const child = spawn(python, ["-m", "airflow", ...words], options);
      started.push(child);
      return { child, end: () => end(child) };
    },
    close() {
      process.off("exit", leave);
      remove();
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (isOver(child)) return;
  const ended = once(child, "exit");
  stop(child, "SIGTERM");
  const over = await Promise.race([ended.then(() => true), pause(20_000, false)]);
  if (!over) stop(child, "SIGKILL");
  await ended;
}

function stop(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): void {
  if (child.pid !== undefined && !isOver(child)) kill(-child.pid, signal);
}

export function isOver({ exitCode, signalCode, pid }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null || pid === undefined;
}
