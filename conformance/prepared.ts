// Lesson 14 waits for a day of lesson 13's runs, and these for a day of minutes: 1,464 runs, each of which takes an Airflow
// seconds. So the kit's own run provides their files, and a DAG of the same name, whose task does nothing, their runs.

import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { exportDags } from "@daglings/airflow";
import { DAG, EmptyOperator, type AirflowVersion } from "@daglings/engine";
import type { Order } from "./runner.ts";

export function isPrepared(number: string): boolean {
  return number === "14";
}

const dagId = "13_binance_calculate_hourly";

export function standIn(airflow: AirflowVersion): { readonly order: Order; readonly text: string } {
  const dag = new DAG({ dagId, schedule: "@hourly", startDate: "2024-01-15" });
  void new EmptyOperator({ dag, taskId: "done_before" });
  const dates = { from: "2024-01-15T00:00:00Z", to: "2024-01-15T23:00:00Z" };
  return {
    order: { dagId, dates, isApproved: () => false },
    text: exportDags({ dags: [dag], file: "conformance/prepared.ts", airflow }),
  };
}

/** All files but those that the lesson's own DAG makes. */
export function prepareFiles({ from, to }: { readonly from: string; readonly to: string }): void {
  cpSync(join(from, "data"), join(to, "data"), { recursive: true });
  rmSync(join(to, "data", "binance", "daily"), { recursive: true });
}
