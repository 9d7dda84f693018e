// What an Airflow's database says about runs and tasks. Read directly, since a command would take seconds for each look.

import { DatabaseSync } from "node:sqlite";
import type { AirflowHome } from "./airflow-home.ts";

/** Otherwise readers and writers would wait for each other. */
export function letReadersRead({ database: file }: AirflowHome): void {
  const database = new DatabaseSync(file);
  database.exec("pragma journal_mode = wal");
  database.close();
}

/** In order of their dates. */
export function statesOf(home: AirflowHome, dagId: string): readonly string[] {
  const rows = rowsOf(home, "select state from dag_run where dag_id = ? order by run_id", [dagId]);
  return rows.map(({ state }) => String(state));
}

/** The tasks that wait for a person. The name of a run says when it was due, and not its date. */
export function waitingFor(home: AirflowHome, dagId: string) {
  const question = `select run_id, task_id, logical_date from task_instance join dag_run using (dag_id, run_id)
    where dag_id = ? and task_instance.state = 'awaiting_input'`;
  return rowsOf(home, question, [dagId]).map((row) => ({
    runId: String(row["run_id"]),
    taskId: String(row["task_id"]),
    logicalDate: Temporal.Instant.from(`${String(row["logical_date"])}Z`).toString(),
  }));
}

/** From the first start of a task to the last end, in milliseconds. */
export function timeOf(home: AirflowHome, dagIds: readonly string[]): number {
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
