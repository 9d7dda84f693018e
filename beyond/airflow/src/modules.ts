// The modules in which each Airflow has the names that an exported file uses.

import type { AirflowVersion } from "@daglings/engine";

const inAirflow2 = {
  AirflowException: "airflow.exceptions",
  AirflowFailException: "airflow.exceptions",
  AirflowSkipException: "airflow.exceptions",
  BashOperator: "airflow.operators.bash",
  BranchPythonOperator: "airflow.operators.python",
  CronDataIntervalTimetable: "airflow.timetables.interval",
  CronTriggerTimetable: "airflow.timetables.trigger",
  DAG: "airflow",
  Dataset: "airflow.datasets",
  DeltaDataIntervalTimetable: "airflow.timetables.interval",
  DeltaTriggerTimetable: "airflow.timetables.trigger",
  EmailOperator: "airflow.operators.email",
  EmptyOperator: "airflow.operators.empty",
  ExternalTaskSensor: "airflow.sensors.external_task",
  PokeReturnValue: "airflow.sensors.base",
  PythonOperator: "airflow.operators.python",
  PythonSensor: "airflow.sensors.python",
  ShortCircuitOperator: "airflow.operators.python",
  TriggerDagRunOperator: "airflow.operators.trigger_dagrun",
  relativedelta: "dateutil.relativedelta",
};

const inAirflow3 = {
  AirflowException: "airflow.sdk.exceptions",
  AirflowFailException: "airflow.sdk.exceptions",
  AirflowSkipException: "airflow.sdk.exceptions",
  ApprovalOperator: "airflow.providers.standard.operators.hitl",
  Asset: "airflow.sdk",
  BashOperator: "airflow.providers.standard.operators.bash",
  BranchPythonOperator: "airflow.providers.standard.operators.python",
  CronDataIntervalTimetable: "airflow.sdk",
  CronTriggerTimetable: "airflow.sdk",
  DAG: "airflow.sdk",
  DeltaDataIntervalTimetable: "airflow.sdk",
  DeltaTriggerTimetable: "airflow.sdk",
  EmailOperator: "airflow.providers.smtp.operators.smtp",
  EmptyOperator: "airflow.providers.standard.operators.empty",
  ExternalTaskSensor: "airflow.providers.standard.sensors.external_task",
  PokeReturnValue: "airflow.sdk",
  PythonOperator: "airflow.providers.standard.operators.python",
  PythonSensor: "airflow.providers.standard.sensors.python",
  ShortCircuitOperator: "airflow.providers.standard.operators.python",
  TriggerDagRunOperator: "airflow.providers.standard.operators.trigger_dagrun",
  relativedelta: "dateutil.relativedelta",
};

export type PythonName = keyof typeof inAirflow2 | keyof typeof inAirflow3;

/** The lines that import these names, by module. */
export function importLines(names: Iterable<PythonName>, airflow: AirflowVersion): string {
  const modules: Partial<Record<PythonName, string>> = airflow === 2 ? inAirflow2 : inAirflow3;
  const byModule = Map.groupBy([...new Set(names)].toSorted(), (name) => modules[name] ?? "");
  const lines = [...byModule].map(([module, of]) => `from ${module} import ${of.join(", ")}`);
  return lines.toSorted().join("\n");
}
