// A home for an Airflow, for as long as the comparison takes: its settings, its database, the folder of its DAGs and the
// folder in which tasks work. It is in memory if the system has such a folder, because Airflow writes a lot.

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { env, execPath } from "node:process";
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
  close(): void;
}

/** `variables`: the ones by which tasks find the servers. */
export function openHome({ python }: FoundAirflow, variables: NodeJS.ProcessEnv): AirflowHome {
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
    AIRFLOW__CORE__PARALLELISM: "2",
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
    close: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }),
  };
}
