// A DAG of ours as a file for a real Airflow.

export { exportDags, type ExportOptions } from "./export-dags.ts";
