// Which Airflow a DAG goes by. Airflow 3 reads the same schedule in another way, and has fewer words for templates.

import { env } from "node:process";
import { show, UsageError } from "@daglings/words";

export type AirflowVersion = 2 | 3;

/** Where a DAG does not say it, this variable of the environment does: 2 or 3; without it, 2. */
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
