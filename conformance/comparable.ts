// The lessons that are compared: all but 00, which has no DAG, and 16, which waits for files: no Airflow watches these.

import type { AirflowVersion } from "@daglings/engine";

const inBoth = [
  "01",
  "02",
  "03",
  "04",
  "05",
  "06",
  "07",
  "08",
  "09",
  "10",
  "11",
  "12",
  "13",
  "14",
  "17",
  "18",
  "19",
];

/** Airflow 2 cannot ask for an approval, as lesson 15 does. */
export function comparable(version: AirflowVersion): readonly string[] {
  return version === 2 ? inBoth : [...inBoth, "15"].toSorted();
}
