// Which Airflow a DAG follows. Airflow 3 reads the same schedule in another way, and has fewer variables for templates.

import { env } from "node:process";
import { show, UsageError } from "@daglings/words";

export type AirflowVersion = 2 | 3;

/** If a DAG does not say, this environment variable does: 2 or 3; without it, 2. */
export const airflowVariable = "DAGLINGS_AIRFLOW";

export function readAirflow(value: unknown, option: string): AirflowVersion {
  if (value === undefined) return fromEnvironment();
  if (value === 2 || value === 3) return value;
  throw new UsageError(`${option} is ${show(value)}; it is 2 or 3`);
}

function fromEnvironment(): AirflowVersion {
  const version = env[airflowVariable] ?? "2";
  if (version === "2" || version === "3") return version === "2" ? 2 : 3;
  throw new UsageError(`the variable ${airflowVariable} is "${version}"; it is 2 or 3`);
}
