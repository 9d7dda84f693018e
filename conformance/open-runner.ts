// Prepares an Airflow for what will be run in it.

import type { AirflowHome } from "./airflow-home.ts";
import { runner2 } from "./airflow-2.ts";
import { runner3 } from "./airflow-3.ts";
import { letReadersRead } from "./database.ts";
import type { FoundAirflow } from "./find-airflow.ts";
import type { Order, Runner } from "./runner.ts";

/** `orders`: all that will be run. */
export async function openRunner(
  airflow: FoundAirflow,
  home: AirflowHome,
  orders: readonly Order[],
): Promise<Runner> {
  await home.airflow("db", "migrate");
  letReadersRead(home);
  return airflow.version === 2 ? runner2(home) : await runner3(home, orders);
}
