// Writes one of our DAGs as a file for a real Airflow.

export { exportDags, type ExportOptions } from "./export-dags.ts";
