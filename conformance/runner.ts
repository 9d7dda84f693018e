// What runs DAGs in an Airflow, for the dates for which the kit has run them, and says how these runs ended.

import type { ChildProcess } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { isOver, type AirflowHome } from "./airflow-home.ts";
import { statesOf } from "./database.ts";

export interface Order {
  readonly dagId: string;
  /** The first and the last logical date, as Airflow writes them; null: one run by hand. */
  readonly dates: { readonly from: string; readonly to: string } | null;
  /** What a person says when a task of the run of this date asks for approval. */
  readonly isApproved: (logicalDate: string, taskId: string) => boolean;
}

export interface Runner {
  /** Returns how the DAG's runs ended, in order of their dates. */
  run(order: Order): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** `look` is called before each look at the runs' states. */
export async function untilOver(
  home: AirflowHome,
  dagId: string,
  processes: readonly ChildProcess[],
  look: () => Promise<void> = () => Promise.resolve(),
): Promise<readonly string[]> {
  for (;;) {
    await look();
    const states = statesOf(home, dagId);
    if (states.every((state) => state === "success" || state === "failed")) return states;
    if (processes.some(isOver)) throw new Error("Airflow has ended");
    await pause(1000);
  }
}
